import { useCallback, useMemo, useState } from 'react';
import type { Capture } from '../../capture/capture';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import { NEVER_MICROS } from '../../protocol/feed';
import { layerOf } from '../../protocol/layers';
import {
  createViewing,
  type Playback,
  type Pointing,
  timetableOf,
  useDevTools,
  useHidden,
  usePlaybackMode,
  type Viewing,
} from '../../timeline';
import type { Chapter } from './chapters';
import { ColumnHeads } from './column-heads';
import { NO_FILTER } from './filter';
import { FilterBar } from './filter-bar';
import { type Columns, columnsFor, NARROW_PX } from './geometry';
import styles from './ladder.module.css';
import { LadderFoot } from './ladder-foot';
import { LadderRows } from './ladder-rows';
import type { LadderLayout } from './layout';
import { useHits } from './use-hits';
import { useLadderScroll } from './use-ladder-scroll';
import { useLayers } from './use-layers';
import { useLayout } from './use-layout';
import { useSearch } from './use-search';
import { useSelectedInSight, useSelectedRow } from './use-selected-in-sight';

export interface LadderProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** Shared with the other parts; a ladder alone makes its own. */
  readonly viewing?: Viewing;
  /** Told apart, the last one being now: each earlier one is a line that opens at a click. Keep the array while it is the same. */
  readonly chapters?: readonly Chapter[];
  /** Heartbeats are the topic: none is folded. */
  readonly isAboutHeartbeats?: boolean;
}

const ONE_CHAPTER: readonly Chapter[] = [];

/**
 * Time runs down. Each unit of the wire is an arrow from sending to receiving. The ladder is also the text alternative
 * of the wire: every arrow is a button named by its unit's sentence.
 */
export function Ladder(props: LadderProps) {
  const { capture, playback, pointing, chapters = ONE_CHAPTER, isAboutHeartbeats = false } = props;
  const timetable = timetableOf(capture);
  const viewing = useMemo(() => props.viewing ?? createViewing(), [props.viewing]);
  const devTools = useDevTools(viewing);
  const hidden = useHidden(viewing);
  const [filter, setFilter] = useState(NO_FILTER);
  const [query, setQuery] = useState('');
  const { opened, toggle } = useOpened();
  // What a search may find is not folded.
  const foldsHeartbeats = !isAboutHeartbeats && query === '';
  const layout = useLayout(capture, {
    filter,
    hidden,
    foldsHeartbeats,
    foldsFans: query === '',
    pointing,
    opened,
    chapters: query === '' ? chapters : ONE_CHAPTER,
  });
  const isLive = usePlaybackMode(playback) === 'live';
  const of = () => [capture.revision, timetableOf(capture).flights.length, passedBy(playback)];
  useRevision(capture, { of, playback, pace: ROWS });
  const layers = useLayers(timetable, capture.decoder);
  const search = useSearch(query, timetable, capture.decoder);
  const now = playback.now.get();
  const sent = layout.countSentBy(now);
  const shown = isLive ? sent : layout.rows.length;
  const height = layout.heightOf(shown);
  const current = layout.rows[sent - 1] ?? null;
  const selected = useSelectedRow({ pointing, timetable, layout, decoder: capture.decoder, height, current });
  const growing = layout.growingAt(now, sent);
  const scroll = useLadderScroll({ height, isLive, current, growing, selected: selected.shown });
  const { top, bottom, origin, reveal } = scroll;
  useSelectedInSight({ ...selected, find: scroll.find, open: toggle });
  const hasEvents = layers.some((layer) => layerOf(layer).events !== undefined);
  const columns = useColumns(capture, layout, scroll.width, hasEvents);
  const goToHit = useHits({ capture, pointing, layout, search, reveal });
  const drawn = { timetable, layout, columns, chapters, sent, shown, isLive, search, devTools };
  const isEmpty = shown === 0 && layout.folds.length === 0;
  return (
    <section className={styles.ladder} aria-label="Ladder" data-part="ladder">
      <FilterBar
        {...{ timetable, layers, filter, setFilter, query, setQuery, search, devTools }}
        onHit={goToHit}
        setDevTools={viewing.setDevTools}
      />
      {devTools && <DevToolsNote />}
      <ColumnHeads columns={columns} />
      <div className={styles.scroller} ref={scroll.ref} onScroll={scroll.onScroll}>
        <div ref={scroll.content} style={{ height: isEmpty ? undefined : scroll.elementHeight }}>
          {isEmpty ? (
            <EmptyNote hidden={layout.hidden} />
          ) : (
            <LadderRows
              {...{ capture, playback, pointing, ...drawn, top, bottom, origin, reveal }}
              onToggle={toggle}
            />
          )}
        </div>
      </div>
      <LadderFoot
        capture={capture}
        hidden={layout.hidden}
        hasLandings={layout.landings.length > 0}
        hasDurations={isHeld(capture)}
        onShowAll={() => {
          setFilter(NO_FILTER);
          viewing.hide(null);
        }}
        onNewest={!scroll.isFollowing && isLive ? scroll.follow : null}
      />
    </section>
  );
}

/** The keys of the folds that the reader has opened. */
function useOpened() {
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set());
  const toggle = useCallback((key: string) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  return { opened, toggle };
}

/** Whether the lab has held any bytes, and let them go. */
function isHeld({ connections }: Capture): boolean {
  return connections.some(({ held }) =>
    [held.client, held.server].some((all) => all.some(({ heldMicros }) => heldMicros < NEVER_MICROS)),
  );
}

/** Wide enough for "≈0.4 ms", and for "≈0.80 s +400 ms". */
const DURATION_PX = { one: 60, both: 116 } as const;

function useColumns(capture: Capture, layout: LadderLayout, width: number, hasArcs: boolean): Columns {
  const { programs, serverLanes } = layout;
  const hasHeld = isHeld(capture);
  // A phone has room for them where they matter most.
  const hasDurations = width >= NARROW_PX || hasArcs || hasHeld;
  const durations = hasDurations ? DURATION_PX[hasHeld ? 'both' : 'one'] : 0;
  const key = [
    width,
    hasArcs,
    durations,
    serverLanes,
    ...programs.map((one) => `${one.program.key} ${one.program.name} ${one.lanes}`),
  ];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that they depend on.
  return useMemo(() => columnsFor({ width, programs, serverLanes, hasArcs, durations }), [key.join()]);
}

function DevToolsNote() {
  return (
    <p className={styles.note}>
      Grey is what Chromium’s DevTools leave out: they list requests and whole messages, and no ping, pong or
      Close frames, fragments or masks. Firefox shows the control frames.
    </p>
  );
}

function EmptyNote({ hidden }: { readonly hidden: number }) {
  return (
    <p className={styles.empty}>
      {hidden > 0
        ? 'The filter leaves out all that was sent.'
        : 'Nothing has been sent yet. Every request, response and frame becomes an arrow here, from the moment it was sent to the moment it was received. Time runs down.'}
    </p>
  );
}

/** How many moments the playhead has passed. */
function passedBy({ timetable, now }: Playback): number {
  return timetable.moments.countUpTo(now.get());
}
