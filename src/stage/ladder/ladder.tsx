import { useMemo, useState } from 'react';
import type { Capture } from '../../capture/capture';
import {
  type Playback,
  type Pointing,
  type Track,
  trackOf,
  usePlaybackMode,
  type Viewing,
} from '../../timeline';
import { usePaced } from '../pace';
import { columnsFor } from './geometry';
import styles from './ladder.module.css';
import { LadderRows } from './ladder-rows';
import { LadderLayout } from './layout';
import { useLadderScroll } from './use-ladder-scroll';

export interface LadderProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly viewing?: Viewing;
}

/**
 * Time runs down; each unit of the wire is an arrow from the moment it was sent to the moment it was received. The
 * text alternative of the wire: every arrow is a button named by the unit's sentence.
 */
export function Ladder({ capture, playback, pointing }: LadderProps) {
  const track = trackOf(capture);
  const [only, setOnly] = useState<number | null>(null);
  const layout = useMemo(
    () =>
      new LadderLayout(track, (flight) => only === null || track.flights[flight]!.unit.connection === only),
    [track, only],
  ).update();
  const isLive = usePlaybackMode(playback) === 'live';
  usePaced(capture, playback, () => capture.revision + trackOf(capture).flights.length + passedBy(playback));
  const sent = layout.countSentBy(playback.now.get());
  const shown = isLive ? sent : layout.rows.length;
  const scroll = useLadderScroll({
    height: layout.heightOf(shown),
    isLive,
    current: layout.rows[sent - 1] ?? null,
  });
  const columns = columnsFor(scroll.width, layout.lanes);
  return (
    <section className={styles.ladder} aria-label="Ladder">
      <Head track={track} only={only} setOnly={setOnly} />
      <div className={styles.scroller} ref={scroll.ref} onScroll={scroll.onScroll}>
        {shown === 0 ? (
          <p className={styles.empty}>
            Nothing has been sent yet. Every request, answer and frame becomes an arrow here, from the moment
            it was sent to the moment it was received. Time runs down.
          </p>
        ) : (
          <LadderRows
            {...{ capture, playback, pointing, track, layout, columns, sent, shown, isLive }}
            top={scroll.top}
            bottom={scroll.bottom}
            reveal={scroll.reveal}
          />
        )}
      </div>
      <footer className={styles.foot}>
        <span>times in ms, at the server’s tap</span>
        <span title="The tap stands at the server. When the browser sent or received is worked out from the page’s own calls.">
          ○ ▷ estimated
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

/** How many moments the playhead has passed. */
function passedBy({ track, now }: Playback): number {
  return track.moments.countUpTo(now.get());
}

interface HeadProps {
  readonly track: Track;
  readonly only: number | null;
  readonly setOnly: (connection: number | null) => void;
}

/** What the two sides are, and which connections are shown. */
function Head({ track, only, setOnly }: HeadProps) {
  const { lines } = track;
  const first = lines[0]?.connection.client.port;
  return (
    <header className={styles.head}>
      {lines.length > 1 ? (
        <label>
          browser{' '}
          <select
            value={only ?? ''}
            onChange={({ target }) => setOnly(target.value === '' ? null : Number(target.value))}
            aria-label="Connections shown in the ladder"
          >
            <option value="">all {lines.length} connections</option>
            {lines.map(({ connection }) => (
              <option key={connection.id} value={connection.id}>
                :{connection.client.port}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <span>browser {first !== undefined && `:${first}`}</span>
      )}
      <span>server</span>
    </header>
  );
}
