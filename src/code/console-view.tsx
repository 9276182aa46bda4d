import { useEffect, useRef } from 'react';
import type { Capture, CodeEvent } from '../capture/capture';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import { packetsOf } from '../timeline/packets';
import type { Playback } from '../timeline/playback';
import { zeroOf } from '../timeline/printed-time';
import { Button } from '../ui/Button';
import { ConsoleLineView } from './console-line';
import { consoleLines, countLines, MAX_LINES } from './console-lines';
import styles from './console-view.module.css';
import { type CodeDesk, type ProgramNumber, SERVER } from './desk';
import { allShownUntil, useDesk } from './use-desk';
import { useLineWindow } from './use-line-window';

interface Props {
  readonly desk: CodeDesk;
  readonly program: ProgramNumber;
  readonly capture: Capture;
  readonly playback: Playback;
  /** "Server", "Client 1". */
  readonly label: string;
  /** Stands above its lines where several consoles are together. */
  readonly hasHead: boolean;
  /** Must not change with each rendering. */
  readonly onLine: (line: number) => void;
  readonly onPacket: (unit: Unit) => void;
}

/**
 * What a program printed and did, run after run, on the ladder's clock; events link to their packets, lines to the code.
 * Only the lines near the seen part are in the page.
 */
export function ConsoleView({ desk, program, capture, playback, label, hasHead, onLine, onPacket }: Props) {
  useDesk(desk);
  const runs = desk.runsOf(program);
  const packets = packetsOf(capture);
  const of = () => [
    ...countLines(capture, program, runs, allShownUntil(playback)),
    zeroOf(playback.timetable) === null ? 0 : 1,
    // A line may be here before the bytes of its packet.
    packets.count,
  ];
  useRevision(capture, { of, playback, pace: ROWS });
  const { lines, gone } = consoleLines(capture, program, runs, allShownUntil(playback));
  const scroll = useLineWindow(lines, runs.at(-1) ?? 0, desk.restsAt);
  const { first, end, above, below, isFollowing, follow, stay } = scroll;
  const hasPacket = ([packet]: CodeEvent['packets']) =>
    packet !== undefined && packets.unitOf(packet) !== undefined;
  const zero = zeroOf(playback.timetable) ?? lines[0]?.event.at ?? 0;
  const isBurst = useIsBurst(gone + lines.length);
  return (
    <div
      className={styles.console}
      data-part="console"
      data-client={program === SERVER ? undefined : program}
    >
      {hasHead && <p className={styles.head}>{label}</p>}
      <div
        ref={scroll.box}
        className={styles.box}
        role="log"
        aria-label={`${label} console`}
        // Lines that scrolling brings back are no news.
        aria-live={isFollowing ? 'polite' : 'off'}
        aria-busy={isBurst}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is to be reached without a mouse
        tabIndex={0}
        data-following={isFollowing || undefined}
        onScroll={scroll.onScroll}
        onKeyDown={scroll.onKeyDown}
        onWheel={scroll.onWheel}
        // What a keyboard is at stays; a mouse is pressed and gone.
        onFocus={({ target }) => target !== scroll.box.current && target.matches(':focus-visible') && stay()}
        onBlur={scroll.onScroll}
      >
        {lines.length === 0 && <p className={styles.empty}>console.log, events and errors appear here.</p>}
        {gone > 0 && <Gone lines={gone} />}
        <div style={{ height: above }} />
        <ol className={styles.list} ref={scroll.list}>
          {lines.slice(first, end).map((line, at) => (
            <ConsoleLineView
              key={line.event.id}
              {...line}
              {...{ capture, onLine, onPacket }}
              at={line.event.at - zero}
              position={first + at + 1}
              of={lines.length}
              hasPacket={hasPacket(line.event.packets)}
            />
          ))}
        </ol>
        <div style={{ height: below }} />
      </div>
      {!isFollowing && (
        <Button kind="quiet" className={styles.newest} onClick={follow}>
          Newest
        </Button>
      )}
    </div>
  );
}

/** More new lines at once than anyone can be told of. */
const BURST = 10;

function useIsBurst(count: number): boolean {
  const last = useRef(count);
  const isBurst = count - last.current > BURST;
  useEffect(() => {
    last.current = count;
  });
  return isBurst;
}

function Gone({ lines }: { readonly lines: number }) {
  const [words, verb] = lines === 1 ? ['earlier line', 'is'] : ['earlier lines', 'are'];
  return (
    <p className={styles.empty}>
      {lines} {words} {verb} no longer kept: a console keeps {MAX_LINES}.
    </p>
  );
}
