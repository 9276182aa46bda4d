import { describe, expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { createPlayback } from './create-playback';
import type { Frames } from './frames';
import type { Speed } from './playback';

/** Frames under the test's control. */
function handFrames() {
  let tick: ((timeMs: number) => void) | null = null;
  let timeMs = 1_000;
  const frames: Frames = {
    start(next) {
      tick = next;
    },
    stop() {
      tick = null;
    },
  };
  return {
    frames,
    isRunning: () => tick !== null,
    run(durationMs: number) {
      for (const end = timeMs + durationMs; timeMs < end; timeMs += 10) tick?.(timeMs);
    },
  };
}

function setUp(speed: Speed, isMotionReduced = false) {
  const hand = handFrames();
  const recording = new Recording();
  const clock = { now: 0 };
  const playback = createPlayback(recording.capture, () => clock.now, {
    speed,
    frames: hand.frames,
    isMotionReduced: () => isMotionReduced,
  });
  return { ...hand, recording, clock, playback };
}

/** Writes to a recording; done when its listeners have been told. */
async function opened(recording: Recording): Promise<void> {
  recording.open(1_000, 1, { isPlain: true });
  await Promise.resolve();
}
async function text(recording: Recording, at: number): Promise<void> {
  recording.server(at, 'Hello');
  await Promise.resolve();
}

describe('live in explain', () => {
  it('plays one unit after another and says how many wait', async () => {
    const { recording, playback, run } = setUp('explain');
    await opened(recording);
    for (const at of [2_000, 3_000, 4_000]) await text(recording, at);
    expect(playback.state.waiting).toBe(3);
    run(500);
    expect(playback.state.waiting).toBe(2);
    run(1_100);
    expect(playback.state.waiting).toBe(1);
    run(1_100);
    expect(playback.state.waiting).toBe(0);
  });

  it('requests no frame once everything has arrived and rested, and wakes for the next unit', async () => {
    const { recording, playback, run, isRunning } = setUp('explain');
    await opened(recording);
    await text(recording, 2_000);
    expect(isRunning()).toBe(true);
    run(5_000);
    expect(isRunning()).toBe(false);
    await text(recording, 60_000_000);
    expect(playback.state.waiting).toBe(1);
    run(100);
    expect(playback.state.waiting).toBe(0);
    expect(playback.now.get()).toBeLessThan(60_000_250);
    run(5_000);
    expect(isRunning()).toBe(false);
  });

  it('flies what comes while the last unit still rests', async () => {
    const { recording, playback, run } = setUp('explain');
    await opened(recording);
    await text(recording, 2_000);
    run(1_500);
    await text(recording, 202_000);
    expect(playback.state.waiting).toBe(1);
    run(300);
    expect(playback.now.get()).toBeGreaterThan(202_000);
    expect(playback.now.get()).toBeLessThan(202_250);
  });

  it('goes live by skipping what waits', async () => {
    const { recording, playback, run } = setUp('explain');
    await opened(recording);
    for (let i = 0; i < 50; i++) await text(recording, 2_000 + i * 5_000);
    run(300);
    playback.goLive();
    expect(playback.state).toEqual({ mode: 'live', speed: 'explain', waiting: 0 });
  });

  it('does not replay what happened long before the page opened', async () => {
    const { recording, playback, clock } = setUp('explain');
    clock.now = 60_000_000;
    await opened(recording);
    expect(playback.now.get()).toBe(1_000);
  });
});

describe('a log that comes in pieces', () => {
  it('is history to its last piece, and what happens after it is played', async () => {
    const { recording, playback, clock } = setUp('explain');
    clock.now = 60_000_000;
    await opened(recording);
    for (const at of [2_000, 900_000, 2_000_000]) {
      await text(recording, at);
      expect(playback.state.waiting).toBe(0);
    }
    await text(recording, 59_900_000);
    expect(playback.state.waiting).toBe(1);
    await text(recording, 59_950_000);
    expect(playback.state.waiting).toBe(2);
  });
});

describe('live in real time', () => {
  it('follows the clock and stops when nothing moves', async () => {
    const { recording, clock, playback, run, isRunning } = setUp('real');
    await opened(recording);
    await text(recording, 2_000);
    clock.now = 500_000;
    run(20);
    expect(playback.now.get()).toBe(500_000);
    expect(playback.state.waiting).toBe(0);
    expect(isRunning()).toBe(true);
    clock.now = 5_000_000;
    run(20);
    expect(isRunning()).toBe(false);
  });
});

describe('pausing', () => {
  it('stops the stage, not the wire: what happens meanwhile is counted', async () => {
    const { recording, playback, run, isRunning } = setUp('explain');
    await opened(recording);
    await text(recording, 2_000);
    run(5_000);
    playback.pause();
    const stood = playback.now.get();
    for (const at of [7_000_000, 7_100_000]) await text(recording, at);
    run(1_000);
    expect(playback.now.get()).toBe(stood);
    expect(playback.state).toEqual({ mode: 'paused', speed: 'explain', waiting: 2 });
    expect(isRunning()).toBe(false);
  });

  it('plays on to the end, and is live again there', async () => {
    const { recording, playback, run, isRunning } = setUp('explain');
    await opened(recording);
    for (const at of [2_000, 3_000]) await text(recording, at);
    playback.pause();
    playback.seek(0);
    playback.play();
    expect(playback.state.mode).toBe('playing');
    run(10_000);
    expect(playback.state).toEqual({ mode: 'live', speed: 'explain', waiting: 0 });
    expect(isRunning()).toBe(false);
  });
});

describe('stepping', () => {
  it('goes from landing to landing, forth and back, and pauses', async () => {
    const { recording, playback, run, isRunning } = setUp('explain');
    await opened(recording);
    for (const at of [2_000, 3_000, 4_000]) await text(recording, at);
    playback.seek(0);
    const visited = [1, 1, 1, 1, -1, -1, -1, -1].map((direction) => {
      playback.step(direction as 1 | -1);
      run(1_000);
      return Math.round(playback.now.get());
    });
    expect(visited).toEqual([2_250, 3_250, 4_250, 4_250, 3_250, 2_250, 999, 999]);
    expect(playback.state.mode).toBe('paused');
    expect(isRunning()).toBe(false);
  });

  it('shows the flight of the step, unless less motion is asked for', async () => {
    for (const isReduced of [false, true]) {
      const { recording, playback, run } = setUp('real', isReduced);
      await opened(recording);
      await text(recording, 2_000);
      playback.seek(0);
      playback.step(1);
      run(100);
      expect(playback.now.get() === 2_250).toBe(isReduced);
    }
  });
});

describe('with less motion asked for', () => {
  it('stands still between moments and reaches every one of them', async () => {
    const { recording, playback, run } = setUp('explain', true);
    const seen = new Set<number>();
    playback.now.on('change', (now) => seen.add(Math.round(now)));
    await opened(recording);
    await text(recording, 2_000);
    run(5_000);
    expect([...seen].slice(0, 3)).toEqual([1_000, 2_000, 2_250]);
    expect(seen.size).toBeLessThanOrEqual(4);
  });
});

describe('speed', () => {
  it('changes how fast things move, not where the playhead is', async () => {
    const { recording, playback } = setUp('explain');
    await opened(recording);
    for (const at of [2_000, 900_000]) await text(recording, at);
    playback.seek(2_100);
    for (const speed of ['real', 'half', 'tenth', 'explain'] as const) {
      playback.setSpeed(speed);
      expect(playback.now.get()).toBe(2_100);
      expect(playback.warp.toCapture(playback.stage.get())).toBeCloseTo(2_100, 3);
    }
  });
});
