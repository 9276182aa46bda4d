import type { Attempt, ClientAttempt, Role, Step } from './attempt';
import { requests } from './http-attempts';
import { orders, rawOrders } from './order-attempts';
import type { Random } from './random';
import { forgedTurn } from './report-attempts';
import { socketioOverPolling, socketioOverWebSocket } from './socketio-attempts';
import { echoConversation, feedConversation } from './upgrade-attempts';

/** Every way into the server, and how often it is tried. */
const ENTRIES: readonly (readonly [string, number, (random: Random) => Step[]])[] = [
  ['http', 8, requests],
  ['order', 5, orders],
  ['raw', 3, rawOrders],
  ['websocket', 6, echoConversation],
  ['feed', 2, feedConversation],
  ['socket.io over polling', 4, socketioOverPolling],
  ['socket.io over WebSocket', 4, socketioOverWebSocket],
];
const WEIGHTED = ENTRIES.flatMap(([entry, weight, make]) =>
  Array.from({ length: weight }, () => ({ entry, make })),
);
const ROLES: readonly Role[] = [
  'calm',
  'calm',
  'calm',
  'impaired',
  'impaired',
  'program',
  'program',
  'ending',
  'forged',
];

/** Things to try against the server at once. */
export function makeBatch(random: Random, size: number): Attempt[] {
  return Array.from({ length: size }, () =>
    random.chance(0.1) ? forgedTurn(random) : clientAttempt(random),
  );
}

function clientAttempt(random: Random): ClientAttempt {
  const { entry, make } = random.pick(WEIGHTED);
  const role = random.pick(ROLES);
  const steps = make(random).flatMap((step): Step[] => {
    const cut = 'send' in step && random.chance(0.3) ? withCuts(random, step.send) : step;
    return random.chance(0.05) ? [{ waitMs: random.int(0, 30) }, cut] : [cut];
  });
  // A conversation may just as well end in the middle.
  const kept = random.chance(0.15) ? steps.slice(0, random.int(1, steps.length)) : steps;
  if (random.chance(0.05)) kept.splice(random.int(0, kept.length), 0, { deaf: true });
  return { entry, role, steps: [...kept, ...ending(random)] };
}

function withCuts(random: Random, send: string): Step {
  if (random.chance(0.1) && send.length < 300)
    return { send, cuts: Array.from(send, (_, at) => at).slice(1) };
  const cuts = random.times(1, 4, () => random.int(0, send.length));
  return { send, cuts: cuts.sort((a, b) => a - b) };
}

function ending(random: Random): Step[] {
  const wait = random.pick([
    [],
    [{ waitMs: random.int(0, 40) }],
    [{ until: 'HTTP/1.1 ' }],
    [{ until: '\r\n\r\n' }],
  ]) as Step[];
  return [...wait, { end: random.pick(['stay', 'fin', 'fin', 'reset'] as const) }];
}
