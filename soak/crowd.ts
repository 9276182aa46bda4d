import { DEFAULT_LIMITS } from '../server/limits';
import type { Attack } from './attack';
import type { LabAddress } from './lab';
import { MOVES } from './moves';
import type { Row } from './row';
import { pause } from './wire';

/** Labs that the crowd shares; each has its own bounded log. */
const LABS = 24;
const MAX_REST_MS = 2000;
const MAX_MOVE_MS = 15_000;
/** Short enough that everything that ends by time does so within the half minute of recovery. */
const SHORT_LIVES = {
  labIdleMs: 15_000,
  rawIdleMs: 10_000,
  orphanMs: 10_000,
  programs: { ...DEFAULT_LIMITS.programs, idleMs: 5_000 },
};
/** Allowed for the logs of their labs and for what two hundred clients have open at a time. */
const CROWD_PEAK_MIB = 900;
/**
 * What the system's allocator keeps in small pieces after everything is freed: the same after ten minutes as after two, whereas a leak
 * would grow with what the crowd does.
 */
const CROWD_LEFT_MIB = 500;

/** Many clients do random hostile things again and again; those who behave must lose nothing. */
export function crowdRow(minutes: number, clients: number): Row {
  return {
    name: 'crowd',
    what: 'many clients that each attack at random, again and again',
    maxSeconds: minutes * 60 + 60,
    peakMiB: CROWD_PEAK_MIB,
    leftMiB: CROWD_LEFT_MIB,
    stand: { limits: SHORT_LIVES },
    async attack(attack) {
      const untilMs = performance.now() + minutes * 60_000;
      const labs: LabAddress[] = [];
      for (let n = 0; n < LABS; n++) labs.push(await attack.lab(n));
      const done = new Map<string, number>();
      await Promise.all(Array.from({ length: clients }, (_, n) => member(attack, n, labs, untilMs, done)));
      const list = [...done].sort().map(([name, times]) => `${name} ${times}`);
      console.log(`  the crowd did: ${list.join(', ')}`);
      attack.expect(done.size > MOVES.length / 2, 'the crowd made less than half of its moves');
    },
  };
}

async function member(
  attack: Attack,
  n: number,
  labs: LabAddress[],
  untilMs: number,
  done: Map<string, number>,
): Promise<void> {
  const { random } = attack;
  while (performance.now() < untilMs && !attack.stand.harm) {
    await pause(random.whole(0, MAX_REST_MS));
    const move = random.pick(MOVES);
    const place = random.whole(0, labs.length - 1);
    done.set(move.name, (done.get(move.name) ?? 0) + 1);
    const isOver = move({ attack, lab: labs[place]!, n }).catch(() => undefined);
    await Promise.race([isOver, pause(MAX_MOVE_MS)]);
    // A lab without viewers may have ended.
    if (random.next() < 0.02) labs[place] = await attack.lab(n).catch(() => labs[place]!);
  }
}
