import { describe, expect, it } from 'vitest';
import type { Frames } from '../../../timeline/frames';
import type { ModelRun } from './model';
import { ModelPlayer } from './player';
import { simulate } from './simulate';

/** Frames that a test hands out. */
class HandFrames implements Frames {
  tick: ((timeMs: number) => void) | null = null;
  #timeMs = 0;
  start(tick: (timeMs: number) => void): void {
    this.tick = tick;
    this.tick(this.#timeMs);
  }
  stop(): void {
    this.tick = null;
  }
  pass(ms: number): void {
    for (const end = this.#timeMs + ms; this.#timeMs < end && this.tick; ) {
      this.#timeMs = Math.min(end, this.#timeMs + 16);
      this.tick(this.#timeMs);
    }
  }
}

const run: ModelRun = simulate({
  segments: ['AB', 'CD', 'EF', 'GH'],
  loss: 0,
  reorder: 0,
  seed: 1,
  lost: [2],
});

function begin(isMotionReduced = false) {
  const frames = new HandFrames();
  const player = new ModelPlayer(run, { frames, isMotionReduced: () => isMotionReduced });
  const states: number[] = [];
  player.subscribe(() => states.push(player.state.passed));
  return { frames, player, states };
}

describe('the player of the model', () => {
  it('requests no frame while it stands still, and none after the end', () => {
    const { frames, player } = begin();
    expect(frames.tick).toBeNull();
    player.play();
    expect(frames.tick).not.toBeNull();
    frames.pass(60_000);
    expect(player.now.get()).toBe(run.endsAt);
    expect(player.state.isPlaying).toBe(false);
    expect(frames.tick).toBeNull();
  });

  it('takes the run’s own time in real time, and ten times as long at a tenth', () => {
    for (const [speed, factor] of [
      ['real', 1],
      ['tenth', 10],
    ] as const) {
      const { frames, player } = begin();
      player.setSpeed(speed);
      player.play();
      frames.pass(run.endsAt * factor * 0.9);
      expect(player.state.isPlaying).toBe(true);
      frames.pass(run.endsAt * factor * 0.2);
      expect(player.state.isPlaying).toBe(false);
    }
  });

  it('notifies its listeners at instants, not at every frame', () => {
    const { frames, player, states } = begin();
    player.play();
    frames.pass(60_000);
    expect(states.length).toBeLessThanOrEqual(player.layout.moments.length + 2);
    expect(states.at(-1)).toBe(player.layout.moments.length);
  });

  it('steps from instant to instant and back, and stops there', () => {
    const { frames, player } = begin();
    player.step(1);
    frames.pass(1000);
    player.step(1);
    frames.pass(1000);
    expect(player.now.get()).toBe(player.layout.moments[1]);
    expect(frames.tick).toBeNull();
    player.step(-1);
    expect(player.now.get()).toBe(player.layout.moments[0]);
    player.step(-1);
    expect(player.state.passed).toBe(0);
  });

  it('completes a step that is under way when the next is requested', () => {
    const { player } = begin();
    player.step(1);
    player.step(1);
    player.step(1);
    expect(player.state.passed).toBe(2);
  });

  it('jumps from instant to instant under reduced motion', () => {
    const { frames, player } = begin(true);
    const seen = new Set<number>();
    player.now.on('change', (at) => seen.add(at));
    player.play();
    frames.pass(120_000);
    expect([...seen]).toEqual(player.layout.moments);
  });

  it('starts over with another run, and when played at the end', () => {
    const { player } = begin();
    player.seek(run.endsAt);
    player.play();
    expect(player.state.passed).toBeLessThan(2);
    player.seek(1e9);
    expect(player.now.get()).toBe(run.endsAt);
    player.load(simulate({ ...run.setting, lost: [] }));
    expect(player.state).toMatchObject({ passed: 0, isPlaying: false });
  });
});
