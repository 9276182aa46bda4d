import { useMemo } from 'react';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import type { LabSession } from '../../lab/session';
import { count } from '../../stage/format';
import { useHidden } from '../../timeline';
import { HiddenRequests } from '../../timeline/hidden-requests';
import type { InstrumentParts } from '../use-instrument';
import { Findings } from './Findings';
import { countsOf, findingsOf } from './finding-place';
import { LeaveOut } from './LeaveOut';
import { WatchedItem } from './WatchedItem';
import styles from './watch.module.css';
import { WatchedList } from './watched';

interface Props extends Pick<InstrumentParts, 'capture' | 'pointing' | 'playback' | 'viewing'> {
  readonly lab: LabSession;
}

/** More are on the stage, but not in the list. */
const MAX_LISTED = 60;
const NONE: readonly string[] = [];

/** The connections of a capture, the newest first, with what broke. */
export function ConnectionList({ lab, capture, pointing, playback, viewing }: Props) {
  useRevision(capture, { pace: ROWS });
  const left = useHidden(viewing);
  const texts = left?.texts ?? NONE;
  const hidden = useMemo(() => left ?? new HiddenRequests(capture.decoder, NONE), [left, capture]);
  const list = useMemo(() => new WatchedList(capture, playback.timetable), [capture, playback]);
  const connections = list.newest(MAX_LISTED, hidden);
  const leftOut = list.leftOut(hidden);
  const all = capture.connections.length - leftOut.connections;
  const { faults, notices } = countsOf(findingsOf(capture, playback.timetable, hidden));
  const told = new Set<string>();
  /** Whether a newer connection in the list says the same: a client that tries again and again repeats it. */
  const isRepeated = (text: string | undefined) => {
    if (text === undefined) return false;
    const isKnown = told.has(text);
    told.add(text);
    return isKnown;
  };
  return (
    <>
      <h2 className={styles.heading}>
        {all === 0 ? 'Connections' : count(all, 'connection')}
        {faults > 0 && <span className={styles.broken}> · {count(faults, 'fault')}</span>}
        {notices > 0 && <span className={styles.noted}> · {count(notices, 'notice')}</span>}
      </h2>
      <Findings {...{ capture, pointing, playback, hidden }} />
      {capture.connections.length > 0 && (
        <LeaveOut
          texts={texts}
          onChange={(next) =>
            viewing.hide(next.length === 0 ? null : new HiddenRequests(capture.decoder, next))
          }
          tools={list.tools}
          hidden={
            texts.length === 0
              ? ''
              : `Left out: ${count(leftOut.connections, 'connection')}, ${count(leftOut.requests, 'request')}.`
          }
        />
      )}
      <ol className={styles.list}>
        {connections.map((item) => (
          <li key={item.connection.id}>
            <WatchedItem
              item={item}
              timeline={playback.timetable.timeline(item.connection.id)}
              lab={lab}
              isRepeated={isRepeated(item.broken?.fault?.message ?? item.connection.upstream?.text)}
              onShow={pointing.select}
            />
          </li>
        ))}
      </ol>
      {all > MAX_LISTED && (
        <p className={styles.empty}>The newest {MAX_LISTED} are listed; the ladder has all of them.</p>
      )}
    </>
  );
}
