import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { announce, PAUSE_MS } from './announce';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A playhead under the test's control. */
function playhead() {
  let at = 0;
  const listeners = new Set<() => void>();
  return {
    moveTo(micros: number) {
      at = micros;
      for (const listener of listeners) listener();
    },
    playback: {
      now: {
        get: () => at,
        on(_: string, listener: () => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    } as unknown as Parameters<typeof announce>[1],
    isHeard: () => listeners.size > 0,
  };
}

function saying(count: number) {
  const recording = new Recording().open(-20_000).handshake(-10_000);
  for (let i = 1; i <= count; i++) recording.server(i * 1000, frame('text', `${i}`));
  const said: string[] = [];
  const head = playhead();
  const stop = announce(recording.capture, head.playback, (sentence) => said.push(sentence));
  return { said, stop, ...head };
}

it('says the first event at once, in one sentence', () => {
  const { said, moveTo } = saying(3);
  moveTo(999);
  expect(said).toEqual([]);
  moveTo(1_000);
  expect(said).toEqual(['The server sent a text message of 1 byte: “1”.']);
});

it('lets each sentence be heard: what comes meanwhile is said together, and all of it is counted', () => {
  const { said, moveTo } = saying(500);
  for (let i = 1; i <= 500; i++) {
    moveTo(i * 1000);
    vi.advanceTimersByTime(10);
  }
  // 500 events within 5 seconds: at 0, at 2.5 s, and the rest at 5 s.
  vi.advanceTimersByTime(PAUSE_MS);
  expect(said).toHaveLength(3);
  const counted = said.map((sentence) => 1 + Number(/And (\d+) more/.exec(sentence)?.[1] ?? 0));
  expect(counted.reduce((sum, count) => sum + count)).toBe(500);
});

it('speaks again at once after a silence, and leaves no timer behind', () => {
  const { said, moveTo } = saying(2);
  moveTo(1_000);
  vi.advanceTimersByTime(PAUSE_MS);
  expect(vi.getTimerCount()).toBe(0);
  moveTo(2_000);
  expect(said).toEqual([
    'The server sent a text message of 1 byte: “1”.',
    'The server sent a text message of 1 byte: “2”.',
  ]);
});

it('says nothing for going back in time', () => {
  const { said, moveTo } = saying(2);
  moveTo(2_000);
  vi.advanceTimersByTime(PAUSE_MS);
  moveTo(500);
  expect(said).toEqual(['The server sent a text message of 1 byte: “1”. And 1 more.']);
});

it('falls silent when it is stopped', () => {
  const { said, moveTo, stop, isHeard } = saying(3);
  moveTo(1_000);
  stop();
  expect(isHeard()).toBe(false);
  moveTo(3_000);
  vi.advanceTimersByTime(PAUSE_MS);
  expect(said).toHaveLength(1);
});
