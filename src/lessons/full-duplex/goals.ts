import type { Capture } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import type { Unit } from '../../protocol/unit';
import { milliseconds } from '../prose/say';
import type { Traffic } from '../traffic';
import { textFrames } from './ways';

/** When the lab held a message of either side on its way: measured at the server, nothing is estimated. */
interface OnTheWay {
  readonly from: number;
  readonly to: number;
}

/** Null once a message of each side was on the way at the same instant, otherwise what is missing. */
export function missingCrossing(traffic: Traffic): string | null {
  const { capture } = traffic;
  const fromClient = textFrames(traffic, 'client');
  const fromServer = textFrames(traffic, 'server');
  if (fromClient.length + fromServer.length === 0) return 'No message has passed yet.';
  if (fromClient.length === 0) return 'A message from the server has passed, and none of yours.';
  if (fromServer.length === 0) return 'Your message has passed, and none of the server’s.';
  const isCrossing = fromClient.some((message) =>
    fromServer.some(
      (other) =>
        message.connection === other.connection &&
        gapBetween(wayOf(capture, message), wayOf(capture, other)) < 0,
    ),
  );
  if (isCrossing) return null;
  const { last, partner } = lastTry(
    [...fromClient, ...fromServer],
    (message) => wayOf(capture, message).from,
  );
  if (!partner) {
    return last.sender === 'client'
      ? 'Another message of yours has left, and none of the server’s since.'
      : 'Another message from the server has left, and none of yours since.';
  }
  const gap = gapBetween(wayOf(capture, last), wayOf(capture, partner));
  return `Both have sent, but not at once: one message had arrived ${milliseconds(0, gap)} before the other left.`;
}

/** The newest message, and the one of the other side that it makes a try with; null while it is alone. */
function lastTry(messages: readonly Unit[], leftAt: (message: Unit) => number) {
  let last = messages[0]!;
  let partner: Unit | null = null;
  let waiting: Unit | null = null;
  for (const message of messages.toSorted((a, b) => leftAt(a) - leftAt(b))) {
    partner = waiting && waiting.sender !== message.sender ? waiting : null;
    waiting = partner ? null : message;
    last = message;
  }
  return { last, partner };
}

function wayOf(capture: Capture, message: Unit): OnTheWay {
  const { sender, start, end, at, until } = message;
  const connection = capture.connection(message.connection)!;
  if (sender === 'client') {
    return { from: until, to: until + heldMicrosOf(connection, sender, end - 1) };
  }
  return { from: at - heldMicrosOf(connection, sender, start), to: at };
}

/** The time between two spans; negative when they overlap. */
function gapBetween(a: OnTheWay, b: OnTheWay): number {
  if (a.to === a.from || b.to === b.from) return Math.max(0, b.from - a.to, a.from - b.to);
  const gap = Math.max(b.from - a.to, a.from - b.to);
  return gap < 0 ? gap : Math.max(0, gap);
}
