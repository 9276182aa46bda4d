import { type ReactNode, useState } from 'react';
import { Inspector } from '../inspector';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import { Announcer, Ladder, TransportBar, WireView } from '../stage';
import { Tabs } from '../ui/Tabs';
import styles from './Instrument.module.css';
import type { InstrumentParts } from './use-instrument';
import { useInstrumentKeys } from './use-keys';
import { useWidth, type Width } from './use-width';
import { WireStrip } from './WireStrip';

type Part = 'aside' | 'code' | 'wire' | 'ladder' | 'inspector';

/** The parts that share one place as tabs. */
const TABBED: Readonly<Record<Width, readonly Part[]>> = {
  narrow: ['aside', 'code', 'wire', 'ladder', 'inspector'],
  medium: ['code', 'ladder', 'inspector'],
  wide: [],
};

interface Props {
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
  /** Left of the instrument: a lesson, or the workbench. */
  readonly aside: ReactNode;
  readonly asideLabel: string;
  /** The programs of both ends, if any. */
  readonly code?: ReactNode;
}

/** The instrument, its parts always in the same places; where space is short, some become tabs. */
export function Instrument({ lab, instrument, aside, asideLabel, code }: Props) {
  const [chosen, setChosen] = useState<Part>('aside');
  const tabbed = TABBED[useWidth()].filter((id) => id !== 'code' || code);
  const part = tabbed.includes(chosen) ? chosen : tabbed[0];
  const { kind } = useLabState(lab);
  const isLost = kind === 'feed-lost' || kind === 'server-gone';
  useInstrumentKeys(instrument);
  const { capture, playback, pointing, viewing } = instrument;
  const labels = { aside: asideLabel, code: 'Code', wire: 'Wire', ladder: 'Ladder', inspector: 'Inspector' };
  const panel = (id: Part) =>
    tabbed.includes(id)
      ? { id: `part-${id}`, role: 'tabpanel', 'aria-labelledby': `part-${id}-tab`, hidden: id !== part }
      : { id: `part-${id}` };
  return (
    <div className={styles.instrument} data-code={code ? '' : undefined}>
      {part && (
        <div className={styles.tabs}>
          {/* The aside holds the page's heading; this one replaces it while the aside is hidden. */}
          {tabbed.includes('aside') && part !== 'aside' && <h1 className={styles.heading}>{labels[part]}</h1>}
          <Tabs
            label="Parts of the page"
            panels="part"
            tabs={tabbed.map((id) => ({ id, label: labels[id] }))}
            selected={part}
            onSelect={setChosen}
          />
        </div>
      )}
      <div className={styles.aside} {...panel('aside')}>
        {aside}
      </div>
      <div className={styles.wire} data-drawing {...panel('wire')}>
        <WireView {...{ capture, playback, pointing, viewing }} lost={isLost} />
      </div>
      {code && (
        <div className={styles.code} {...panel('code')}>
          {code}
        </div>
      )}
      <div className={styles.ladder} data-drawing {...panel('ladder')}>
        <Ladder capture={capture} playback={playback} pointing={pointing} viewing={viewing} />
      </div>
      <div className={styles.inspector} {...panel('inspector')}>
        <Inspector capture={capture} pointing={pointing} viewing={viewing} />
      </div>
      <div className={styles.transport}>
        {tabbed.includes('wire') && part !== 'wire' && (
          <WireStrip instrument={instrument} onShow={() => setChosen('wire')} />
        )}
        <TransportBar capture={capture} playback={playback} pointing={pointing} />
      </div>
      <Announcer capture={capture} playback={playback} />
    </div>
  );
}
