import { decodeFeed, type FeedRecord } from '../protocol/feed';
import type { ClockSample } from './clock';
import type { LabEnvironment } from './environment';

/** Questions in a row when the feed opens: the first find a busy page, the best counts. */
const FIRST_QUESTIONS = 6;
const LATER_QUESTIONS = 3;
/** How often the clock is asked again; an unanswered question also shows that the feed is dead. */
const ASK_AGAIN_MS = 20_000;

interface FeedEvents {
  readonly records: (records: readonly FeedRecord[]) => void;
  readonly clock: (sample: ClockSample) => void;
  /** Broken, refused or silent; called once, and nothing after it. */
  readonly lost: () => void;
}

export interface FeedSocket {
  /** Asks the clock now, e.g. after the machine slept. */
  askClock(): void;
  close(): void;
}

/** Holds one feed connection: passes on its records, and asks the lab's clock now and then. */
export function openFeed(environment: LabEnvironment, url: string, events: FeedEvents): FeedSocket {
  const socket = new environment.WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let isOver = false;
  let questions = 0;
  let isWaiting = false;
  let cancelTimer = () => {};

  const finish = () => {
    isOver = true;
    cancelTimer();
    socket.close();
  };
  const lose = () => {
    if (isOver) return;
    finish();
    events.lost();
  };
  const ask = () => {
    isWaiting = true;
    socket.send(JSON.stringify({ clock: environment.nowMs() }));
  };
  const askAgainLater = () => {
    cancelTimer();
    cancelTimer = environment.after(ASK_AGAIN_MS, () => {
      if (isWaiting) return lose();
      questions = LATER_QUESTIONS;
      ask();
      askAgainLater();
    });
  };
  const answered = (record: FeedRecord) => {
    if (record.type !== 'clock') return;
    isWaiting = false;
    events.clock({
      askedMs: record.pageMs,
      answeredMs: environment.nowMs(),
      labMicros: record.nowMicros,
    });
    questions -= 1;
    if (questions > 0) ask();
  };

  socket.addEventListener('open', () => {
    if (isOver) return;
    questions = FIRST_QUESTIONS;
    ask();
    askAgainLater();
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isOver || !(data instanceof ArrayBuffer)) return;
    const records = readFeed(data);
    if (records === null) return lose();
    records.forEach(answered);
    events.records(records);
  });
  socket.addEventListener('close', lose);
  socket.addEventListener('error', lose);

  return {
    askClock() {
      if (socket.readyState !== environment.WebSocket.OPEN || isWaiting) return;
      questions = LATER_QUESTIONS;
      ask();
    },
    close: finish,
  };
}

/** Null when it cannot be decoded: perhaps another version of the server sent it. */
function readFeed(data: ArrayBuffer): FeedRecord[] | null {
  try {
    return decodeFeed(new Uint8Array(data));
  } catch {
    return null;
  }
}
