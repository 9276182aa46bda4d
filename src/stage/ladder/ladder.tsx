import { useEffect, useMemo, useReducer, useState } from 'react';
import type { Capture } from '../../capture/capture';
import { layerOf } from '../../protocol/layers';
import {
  createViewing,
  type Playback,
  type Pointing,
  trackOf,
  useDevTools,
  usePlaybackMode,
  useSelected,
  type Viewing,
} from '../../timeline';
import { formatNumber, formatSpan } from '../format';
import { usePaced } from '../pace';
import { chosenOf } from '../top';
import { ColumnHeads } from './column-heads';
import { type LadderFilter, NO_FILTER, passesFilter } from './filter';
import { FilterBar } from './filter-bar';
import { columnsFor } from './geometry';
import styles from './ladder.module.css';
import { LadderRows } from './ladder-rows';
import { LadderLayout } from './layout';
import { nextHit } from './search';
import { useLadderScroll } from './use-ladder-scroll';
import { useLayers } from './use-layers';
import { useSearch } from './use-search';

export interface LadderProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** Shared with the other parts; a ladder alone has its own. */
  readonly viewing?: Viewing;
}

/**
 * Time runs down; each unit of the wire is an arrow from the moment it was sent to the moment it was received. The
 * text alternative of the wire: every arrow is a button named by the unit's sentence.
 */
export function Ladder({ capture, playback, pointing, viewing: shared }: LadderProps) {
  const track = trackOf(capture);
  const viewing = useMemo(() => shared ?? createViewing(), [shared]);
  const devTools = useDevTools(viewing);
  const [filter, setFilter] = useState(NO_FILTER);
  const [query, setQuery] = useState('');
  const layout = useLayout(capture, filter);
  const isLive = usePlaybackMode(playback) === 'live';
  usePaced(capture, playback, () => capture.revision + trackOf(capture).flights.length + passedBy(playback));
  const layers = useLayers(track, capture.decoder);
  const search = useSearch(query, track, capture.decoder);
  const sent = layout.countSentBy(playback.now.get());
  const shown = isLive ? sent : layout.rows.length;
  const height = layout.heightOf(shown);
  const scroll = useLadderScroll({ height, isLive, current: layout.rows[sent - 1] ?? null });
  const columns = columnsFor(
    scroll.width,
    layout.lanes,
    layers.some((layer) => layerOf(layer).events !== undefined),
  );
  const selected = useSelected(pointing);
  const goToHit = (direction: 1 | -1) => {
    const from = selected && track.indexOfUnit(selected.unit);
    const shownHits = search?.hits.filter((flight) => layout.row(flight)) ?? [];
    const hit = nextHit(shownHits, from, direction);
    if (hit === null) return;
    pointing.select({ unit: chosenOf(capture.decoder, track.flights[hit]!.unit), range: null });
    scroll.reveal(layout.row(hit)!.sentY);
  };
  const inView = layout.lifelines.filter(({ top, bottom }) => {
    return top < scroll.bottom && (bottom ?? height) > scroll.top;
  });
  return (
    <section className={styles.ladder} aria-label="Ladder">
      <FilterBar
        {...{ track, layers, filter, setFilter, query, setQuery, search, devTools }}
        onHit={goToHit}
        setDevTools={viewing.setDevTools}
      />
      {devTools && (
        <p className={styles.note}>
          Grey is what browser tools leave out: they list requests and whole messages, so ping, pong and close
          frames, fragments and masks never reach them.
        </p>
      )}
      <ColumnHeads columns={columns} lifelines={inView} />
      <div className={styles.scroller} ref={scroll.ref} onScroll={scroll.onScroll}>
        <div ref={scroll.content} style={{ height: shown === 0 ? undefined : scroll.elementHeight }}>
          {shown === 0 ? (
            <p className={styles.empty}>
              {layout.hidden > 0
                ? 'Everything that was sent is left out by the filter.'
                : 'Nothing has been sent yet. Every request, answer and frame becomes an arrow here, from the moment it was sent to the moment it was received. Time runs down.'}
            </p>
          ) : (
            <LadderRows
              {...{
                capture,
                playback,
                pointing,
                track,
                layout,
                columns,
                sent,
                shown,
                isLive,
                search,
                devTools,
              }}
              top={scroll.top}
              bottom={scroll.bottom}
              origin={scroll.origin}
              reveal={scroll.reveal}
            />
          )}
        </div>
      </div>
      <footer className={styles.foot}>
        {layout.hidden > 0 ? (
          <span role="status">
            {formatNumber(layout.hidden)} hidden ·{' '}
            <button type="button" className={styles.showAll} onClick={() => setFilter(NO_FILTER)}>
              show all
            </button>
          </span>
        ) : (
          <span>times in ms, at the server’s tap</span>
        )}
        {capture.fullAt !== null && (
          <strong>memory is full: nothing after {formatSpan(capture.fullAt)} is kept</strong>
        )}
        <span title="The tap stands at the server. When the browser sent or received is worked out from the page’s own calls.">
          ○ ▷ estimated{capture.calls.length > 0 && ' · ▪ the page’s own call'}
        </span>
        {!scroll.isFollowing && isLive && (
          <button type="button" className={styles.newest} onClick={scroll.follow}>
            newest ↓
          </button>
        )}
      </footer>
    </section>
  );
}

/** The layout of what passes the filter; a large one is made in pieces, between which the page goes on. */
function useLayout(capture: Capture, filter: LadderFilter): LadderLayout {
  const track = trackOf(capture);
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const layout = useMemo(() => {
    const isShown = (flight: number) => passesFilter(capture.decoder, filter, track.flights[flight]!.unit);
    return new LadderLayout(track, isShown, () => capture.missed);
  }, [capture, track, filter]).update();
  useEffect(() => {
    if (layout.isComplete) return;
    const timer = setTimeout(render);
    return () => clearTimeout(timer);
  });
  return layout;
}

/** How many moments the playhead has passed. */
function passedBy({ track, now }: Playback): number {
  return track.moments.countUpTo(now.get());
}
