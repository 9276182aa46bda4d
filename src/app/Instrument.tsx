import { type ReactNode, useState } from 'react';
import { Inspector } from '../inspector';
import { Announcer, Ladder, TransportBar, WireView } from '../stage';
import { Tabs } from '../ui/Tabs';
import styles from './Instrument.module.css';
import type { InstrumentParts } from './use-instrument';
import { useInstrumentKeys } from './use-keys';
import { useNarrow } from './use-narrow';

type Part = 'aside' | 'wire' | 'ladder' | 'inspector';

interface Props {
  readonly instrument: InstrumentParts;
  /** What stands left of the instrument: a lesson, or the workbench. */
  readonly aside: ReactNode;
  readonly asideLabel: string;
}

/** The one instrument, its parts always in the same places; on a phone they are tabs. */
export function Instrument({ instrument, aside, asideLabel }: Props) {
  const [part, setPart] = useState<Part>('aside');
  const isNarrow = useNarrow();
  useInstrumentKeys(instrument);
  const { capture, playback, pointing } = instrument;
  const tabs = [
    { id: 'aside', label: asideLabel },
    { id: 'wire', label: 'Wire' },
    { id: 'ladder', label: 'Ladder' },
    { id: 'inspector', label: 'Inspector' },
  ] as const;
  const panel = (id: Part) =>
    isNarrow
      ? { id: `part-${id}`, role: 'tabpanel', 'aria-labelledby': `part-${id}-tab`, hidden: id !== part }
      : { id: `part-${id}` };
  return (
    <div className={styles.instrument}>
      {isNarrow && (
        <div className={styles.tabs}>
          <Tabs label="Parts of the page" panels="part" tabs={tabs} selected={part} onSelect={setPart} />
        </div>
      )}
      <div className={styles.aside} {...panel('aside')}>
        {aside}
      </div>
      <div className={styles.wire} {...panel('wire')}>
        <WireView capture={capture} playback={playback} pointing={pointing} />
      </div>
      <div className={styles.ladder} {...panel('ladder')}>
        <Ladder capture={capture} playback={playback} pointing={pointing} />
      </div>
      <div className={styles.inspector} {...panel('inspector')}>
        <Inspector capture={capture} pointing={pointing} />
      </div>
      <div className={styles.transport}>
        <TransportBar capture={capture} playback={playback} pointing={pointing} />
      </div>
      <Announcer capture={capture} playback={playback} />
    </div>
  );
}
