import { createCapture, type WritableCapture } from '../capture/create-capture';
import { type LabSession, type LabState, UNKNOWN_LIMITS } from './session';

/** A session that shows what was recorded: it has a capture, and no lab to make traffic in. */
export interface RecordedSession extends LabSession {
  /** Begins a new capture, of the file with this name, in place of the one before. */
  begin(name: string): WritableCapture;
  /** The Unix time of the capture's 0, in milliseconds. */
  epochMs: number;
}

export function createRecordedSession(): RecordedSession {
  return new Recorded();
}

const LANDING_MICROS = 1_000_000;

const refuse = (): never => {
  throw new Error('This is a recording: nothing can be sent in it.');
};
const refuseLater = async (): Promise<never> => refuse();

class Recorded implements RecordedSession {
  readonly state: LabState = { kind: 'ready' };
  readonly addresses = null;
  readonly limits = UNKNOWN_LIMITS;
  capture: WritableCapture = createCapture();
  epochMs = 0;
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.capture.comesFrom({ kind: 'file', name: '' });
  }

  begin(name: string): WritableCapture {
    this.capture = createCapture();
    this.capture.comesFrom({ kind: 'file', name });
    for (const listener of [...this.#listeners]) listener();
    return this.capture;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** All of a recording has happened, what was last on its way included. */
  nowMicros() {
    return { at: this.capture.lastAt + LANDING_MICROS, uncertaintyMicros: 0 };
  }

  readonly openWebSocket = refuse;
  readonly fetch = refuseLater;
  readonly openEvents = refuse;
  readonly openRaw = refuseLater;
  readonly impair = refuseLater;
  readonly end = refuseLater;
  readonly say = refuseLater;
  readonly answerByHand = refuseLater;
  readonly makeNews = refuseLater;
  readonly openSocketIo = refuseLater;
  prepareClients() {}
  readonly runClient = refuseLater;
  readonly runServer = refuseLater;
  retry() {}
  dispose() {}
}
