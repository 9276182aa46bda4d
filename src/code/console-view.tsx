import { useEffect, useRef } from 'react';
import type { Capture, CodeEvent } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import { packetsOf } from '../timeline/packets';
import styles from './console-view.module.css';

interface Props {
  readonly capture: Capture;
  /** Of one program, in order. */
  readonly events: readonly CodeEvent[];
  /** "Server", "Client 1". */
  readonly label: string;
  readonly onLine: (line: number) => void;
  readonly onPacket: (unit: Unit) => void;
}

/** As many as anyone scrolls through. */
const SHOWN = 300;

/** What a program printed and did, in order; events link to their packets, errors to their lines. */
export function ConsoleView({ capture, events, label, onLine, onPacket }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const last = events.at(-1)?.id;
  useEffect(() => {
    if (last !== undefined) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last]);
  const begun = events[0]?.at ?? 0;
  return (
    // Focusable, so that it scrolls with the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is to be reached without a mouse
    <div ref={box} className={styles.console} role="log" aria-label={`${label} console`} tabIndex={0}>
      {events.length === 0 && <p className={styles.empty}>console.log, events and mistakes appear here.</p>}
      <ol className={styles.list}>
        {events.slice(-SHOWN).map((event) => (
          <li key={event.id} className={styles.entry} data-kind={event.kind}>
            <span className={styles.time}>{((event.at - begun) / 1000).toFixed(0)}</span>
            <Said event={event} capture={capture} onPacket={onPacket} />
            {event.line > 0 && (
              <button type="button" className={styles.line} onClick={() => onLine(event.line)}>
                <span className={styles.hidden}>Go to line </span>:{event.line}
              </button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

interface SaidProps {
  readonly event: CodeEvent;
  readonly capture: Capture;
  readonly onPacket: (unit: Unit) => void;
}

function Said({ event, capture, onPacket }: SaidProps) {
  const words = wordsOf(event);
  const ref = event.packets[0];
  const unit = ref && packetsOf(capture).unitOf(ref);
  if (!unit) return <span className={styles.said}>{words}</span>;
  return (
    <button type="button" className={styles.said} onClick={() => onPacket(unit)}>
      {words}
      {event.packets.length > 1 && <span className={styles.count}> {event.packets.length} packets</span>}
    </button>
  );
}

function wordsOf({ kind, text, packets, end }: CodeEvent): string {
  switch (kind) {
    case 'started':
      return 'runs';
    case 'ended':
      return 'has ended';
    case 'emit':
      if (packets.length > 0) return `→ ${text}`;
      return end === 'server' ? `→ ${text}, to nobody` : `→ ${text}, not on the wire`;
    case 'reply':
      return '→ the answer';
    case 'listener':
      return `← ${text}`;
    case 'answered':
      return '← the answer';
    case 'uncaught':
      return end === 'server' ? `${text}. Nobody caught it: Node would end here.` : `Uncaught ${text}`;
    default:
      return text;
  }
}
