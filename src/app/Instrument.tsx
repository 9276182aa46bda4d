import { type ReactNode, useState } from 'react';
import { Inspector } from '../inspector';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import type { Picture } from '../lessons/define';
import { Announcer, type Chapter, Ladder, TransportBar, WireView } from '../stage';
import { useSelected } from '../timeline';
import { MovedHere } from '../ui/movable';
import { Tabs } from '../ui/Tabs';
import { useMedia } from '../ui/use-media';
import styles from './Instrument.module.css';
import { useIsPresenting } from './present/use-presenting';
import { StagePart } from './StagePart';
import { PART_NAMES } from './Strip';
import { type Choices, placesOf, STAGE_PARTS } from './stage-layout';
import type { InstrumentParts } from './use-instrument';
import { useIsEmpty } from './use-is-empty';
import { useInstrumentKeys, usePartKeys } from './use-keys';
import { useWidth } from './use-width';
import { WireStrip } from './WireStrip';

type Tab = 'aside' | Picture;

interface Props {
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
  /** Left of the stage: a lesson, or the free lab. */
  readonly aside: ReactNode;
  readonly asideLabel: string;
  /** What is shown, to tell one step from the next: with another one the tabs begin anew. */
  readonly scene?: string;
  /** What was before the lesson, and the steps so far: the ladder folds those before the last. */
  readonly chapters?: readonly Chapter[];
  /** Pings and pongs are the topic. */
  readonly isAboutHeartbeats?: boolean;
  /** The part that the step is about; by default none. */
  readonly picture?: Picture | null;
  /** What is open before the student chooses. */
  readonly opened?: Choices;
  /** The programs of both ends, if any. */
  readonly code?: ReactNode;
  /** The lesson's own drawing, if any; on a phone the lesson shows it itself. */
  readonly figure?: HTMLElement | null;
}

const NONE: Choices = {};
const ALL_CLOSED: Choices = Object.fromEntries(STAGE_PARTS.map((part) => [part, false]));

/** The instrument, its parts always in the same order: one is large, the others are strips; where space is short, tabs. */
export function Instrument(props: Props) {
  const {
    lab,
    instrument,
    aside,
    asideLabel,
    scene = '',
    chapters,
    isAboutHeartbeats,
    picture: large = null,
    opened = NONE,
    code,
    figure = null,
  } = props;
  const width = useWidth();
  const [choices, setChoices] = useState<Choices>(NONE);
  const isEmpty = useIsEmpty(figure);
  const has = { code: Boolean(code), figure: figure !== null && width !== 'narrow' && !isEmpty };
  const isSelected = useSelected(instrument.pointing) !== null;
  const isPresenting = useIsPresenting();
  // Until there is something to look into, or to compare, the traffic is what happens.
  const hasPicture = (large !== 'inspector' || isSelected) && (large !== 'figure' || !isEmpty);
  const picture = hasPicture ? large : 'wire';
  const { tabs, tab, setTab } = useTabs({ width, scene, has, first: picture });
  // Projected, a figure is what the room looks at; otherwise a ladder has room for the inspector beside it at any height.
  const isLow = useMedia(
    isPresenting
      ? picture === 'figure'
        ? 'all'
        : '(height < 1000px)'
      : picture === 'ladder'
        ? 'not all'
        : '(height < 800px)',
  );
  const places = placesOf({
    width,
    picture,
    has,
    choices: { ...opened, ...choices },
    isSelected,
    isLow,
    tab: tab === undefined || tab === 'aside' ? null : tab,
  });
  const toggle = (part: Picture) => {
    if (tabs.length > 0) setTab(part);
    else if (places[part] === 'strip' || places[part] === 'open') {
      setChoices({ ...choices, [part]: places[part] === 'strip' });
    }
    // The large one gets all the room again.
    else if (part === picture) setChoices(ALL_CLOSED);
  };
  useInstrumentKeys(instrument);
  usePartKeys(toggle);
  const { kind } = useLabState(lab);
  const isLost = kind === 'feed-lost' || kind === 'server-gone';
  const { capture, playback } = instrument;
  // A lesson begins on an empty stage.
  const since = chapters?.[1]?.at;
  const shown = { ...instrument, since };
  const labels = { aside: asideLabel, ...PART_NAMES };
  const part = (id: Picture, content: ReactNode) => (
    <StagePart
      part={id}
      place={places[id]}
      isTab={tabs.includes(id)}
      hasStrip={width === 'wide' && picture !== null && id !== picture}
      instrument={shown}
      onToggle={() => toggle(id)}
    >
      {content}
    </StagePart>
  );
  const band = [places.ladder, places.inspector];
  const isBandOpen = band.includes('open') || undefined;
  return (
    <div
      className={styles.instrument}
      data-width={width}
      data-picture={picture ?? 'all'}
      data-band={isBandOpen}
    >
      {tab && (
        <div className={styles.tabs}>
          {/* The aside holds the page's heading; this one replaces it while the aside is hidden. */}
          {tabs.includes('aside') && tab !== 'aside' && <h1 className={styles.heading}>{labels[tab]}</h1>}
          <Tabs
            label="Parts of the page"
            panels="part"
            tabs={tabs.map((id) => ({ id, label: labels[id] }))}
            selected={tab}
            onSelect={setTab}
          />
        </div>
      )}
      <div
        className={styles.aside}
        id="part-aside"
        data-part="lesson"
        {...(tabs.includes('aside') && {
          role: 'tabpanel',
          'aria-labelledby': 'part-aside-tab',
          hidden: tab !== 'aside',
        })}
      >
        {aside}
      </div>
      <div className={styles.stage} data-stage hidden={tab === 'aside'}>
        {part(
          'wire',
          <WireView {...instrument} lost={isLost} isMain={places.wire === 'main'} since={since} />,
        )}
        {code && part('code', code)}
        {has.figure &&
          figure &&
          part(
            'figure',
            <section className={styles.figure} aria-label="Figure">
              <MovedHere element={figure} />
            </section>,
          )}
        <div
          className={styles.band}
          data-place={band.includes('main') ? 'main' : 'beside'}
          data-open={isBandOpen}
          hidden={band.every((place) => place === 'away')}
        >
          {part('ladder', <Ladder {...instrument} {...{ chapters, isAboutHeartbeats }} />)}
          {part('inspector', <Inspector {...instrument} />)}
        </div>
      </div>
      <div className={styles.transport} data-part="transport">
        {tabs.includes('wire') && tab !== 'wire' && (
          <WireStrip instrument={shown} onShow={() => setTab('wire')} />
        )}
        <TransportBar {...instrument} lost={isLost} />
      </div>
      <Announcer capture={capture} playback={playback} />
    </div>
  );
}

interface TabsAsked {
  readonly width: ReturnType<typeof useWidth>;
  readonly scene: string;
  readonly has: Readonly<Record<'code' | 'figure', boolean>>;
  readonly first: Picture | null;
}

/** The parts that share one place as tabs, and the one that is shown. A new step begins with its picture, or on a phone with its text. */
function useTabs({ width, scene, has, first }: TabsAsked) {
  const [chosen, choose] = useState<{ readonly scene: string; readonly tab: Tab } | null>(null);
  const stage = STAGE_PARTS.filter((part) => (part !== 'code' && part !== 'figure') || has[part]);
  const tabs: readonly Tab[] = width === 'wide' ? [] : width === 'medium' ? stage : ['aside', ...stage];
  const begin: Tab = width === 'narrow' ? 'aside' : (first ?? 'wire');
  // On a phone, what is shown stays, since the text is a tab itself.
  const kept = chosen && (width === 'narrow' || chosen.scene === scene) ? chosen.tab : begin;
  const tab = tabs.includes(kept) ? kept : tabs[0];
  return { tabs, tab, setTab: (next: Tab) => choose({ scene, tab: next }) };
}
