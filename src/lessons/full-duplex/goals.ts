import type { CapturedConnection } from '../../capture/capture';
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
  if (fromClient.length === 0) return 'A message of the server has passed, and none of yours.';
  if (fromServer.length === 0) return 'Your message has passed, and none of the server’s.';
  let nearest = Number.POSITIVE_INFINITY;
  for (const message of fromClient) {
    for (const other of fromServer) {
      if (message.connection !== other.connection) continue;
      const connection = capture.connection(message.connection)!;
      const gap = gapBetween(wayOf(connection, message), wayOf(connection, other));
      if (gap < 0) return null;
      nearest = Math.min(nearest, gap);
    }
  }
  return `Both have sent, but not at once: one message had arrived ${milliseconds(0, nearest)} before the other left.`;
}

function wayOf(connection: CapturedConnection, { sender, start, end, at, until }: Unit): OnTheWay {
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
