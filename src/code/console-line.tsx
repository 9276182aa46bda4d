import { memo } from 'react';
import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import { packetsOf } from '../timeline/packets';
import { formatMs } from '../timeline/printed-time';
import type { ConsoleLine } from './console-lines';
import styles from './console-view.module.css';
import { wordsOf } from './console-words';

interface Props {
  readonly capture: Capture;
  readonly event: ConsoleLine['event'];
  readonly begins: ConsoleLine['begins'];
  /** Its time on the ladder's clock, microseconds. */
  readonly at: number;
  /** Its place, from 1, of how many. */
  readonly position: number;
  readonly of: number;
  /** Whether the packet of this line is here: it leads there. */
  readonly hasPacket: boolean;
  readonly onLine: (line: number) => void;
  readonly onPacket: (unit: Unit) => void;
}

/** A line of a console: when, what, and where in the code. */
export const ConsoleLineView = memo(function ConsoleLineView(props: Props) {
  const { event, begins, at, position, of, onLine } = props;
  return (
    <li className={styles.entry} data-kind={event.kind} aria-setsize={of} aria-posinset={position}>
      <span className={styles.time}>{formatMs(at)}</span>
      {begins === null ? <Said {...props} /> : <span className={styles.run}>Run {begins}</span>}
      {event.line > 0 && (
        <button type="button" className={styles.line} onClick={() => onLine(event.line)}>
          <span className={styles.hidden}>Go to line </span>:{event.line}
        </button>
      )}
    </li>
  );
});

function Said({ capture, event, hasPacket, onPacket }: Props) {
  const words = wordsOf(event);
  if (!hasPacket) return <span className={styles.said}>{words}</span>;
  const toPacket = () => {
    const unit = packetsOf(capture).unitOf(event.packets[0]!);
    if (unit) onPacket(unit);
  };
  return (
    <button type="button" className={styles.said} onClick={toPacket}>
      {words}
      {event.packets.length > 1 && <span className={styles.count}> {event.packets.length} packets</span>}
    </button>
  );
}
