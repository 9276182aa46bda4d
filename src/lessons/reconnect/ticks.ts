import type { LabSession } from '../../lab/session';
import type { LessonRun } from '../lesson-run';
import { untilCaptured } from '../parts/opened';
import { cutSessions, runBoth, untilOnWebSocket } from '../parts/programs';
import { eventsIn, sessionsIn, socketIoPackets, textOf } from '../parts/socket-io';
import type { Traffic } from '../traffic';

/** A server that emits a number every 0.4 s; options as they are given. */
export const tickingServer = (options: string) => `import { Server } from 'socket.io';

const io = new Server(3000, {${options}});

let n = 0;
setInterval(() => {
  n += 1;
  io.emit('tick', n);
}, 400);
`;

/** A client that says what becomes of it. */
export const TICKED_CLIENT = `const socket = io({ transports: ['websocket'] });

socket.on('connect', () => {
  console.log('connected as', socket.id);
});
socket.on('disconnect', (reason) => {
  console.log('disconnected:', reason);
});
socket.on('tick', (n) => {
  console.log('tick', n);
});
`;

/** What a client got before and after a cut. */
export interface Ticks {
  /** The last of the first session, the first of the second. */
  readonly before: number;
  readonly after: number;
  /** Numbers between them that no packet brought. */
  readonly missed: number;
  /** The second CONNECT gave the same id as the first. */
  readonly isSameId: boolean;
}

/** Null until a tick has come in a second session. */
export function ticksOf(traffic: Traffic): Ticks | null {
  const sids = sessionsIn(traffic);
  if (sids.length < 2) return null;
  const connects = socketIoPackets(traffic).filter(
    ({ kind, sender }) => kind === 'connect' && sender === 'server',
  );
  const [first, second] = connects;
  if (!first || !second) return null;
  const numbers = eventsIn(traffic, 'server', 'tick').map((tick) => ({
    at: tick.unit.at,
    connection: tick.unit.connection,
    n: numberOf(traffic, tick.unit),
  }));
  const before = numbers.filter(({ connection }) => connection === first.unit.connection);
  const after = numbers.filter(({ connection }) => connection === second.unit.connection);
  const [last, next] = [before.at(-1), after[0]];
  if (!last || !next) return null;
  return {
    before: last.n,
    after: next.n,
    missed: Math.max(0, next.n - last.n - 1),
    isSameId: idOf(textOf(traffic, first.unit)) === idOf(textOf(traffic, second.unit)),
  };
}

function numberOf(traffic: Traffic, unit: Parameters<typeof textOf>[1]): number {
  return Number(/^2\["tick",(\d+)/.exec(textOf(traffic, unit))?.[1] ?? Number.NaN);
}

const idOf = (connect: string) => /"sid":"([^"]+)"/.exec(connect)?.[1];

/** Runs both, and cuts the cable when two ticks have come. */
export async function runAndCut(lab: LabSession, run: LessonRun): Promise<void> {
  await runBoth(lab, run);
  await untilOnWebSocket(lab);
  await untilTicked(lab, 2);
  await cutSessions(lab, 'reset');
}

/** Waits for as many more ticks of the server. */
export async function untilTicked(lab: LabSession, times: number): Promise<void> {
  const { capture } = lab;
  const count = () =>
    capture.code.filter(({ end, kind, text }) => end === 'client' && kind === 'listener' && text === 'tick')
      .length;
  const wanted = count() + times;
  await untilCaptured(capture, () => count() >= wanted || undefined);
}
