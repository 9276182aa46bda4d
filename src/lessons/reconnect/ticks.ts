import { cutSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import type { LessonRun } from '../lesson-run';
import { runBoth, untilOnWebSocket, untilRan } from '../parts/programs';
import { eventsIn, type SocketIoPacket, socketIoPackets, textOf } from '../parts/socket-io';
import { inWords } from '../prose/say';
import type { Traffic } from '../traffic';

/** A server that emits a number every 0.4 s; with these options. */
export const tickingServer = (options: string) => `import { Server } from 'socket.io';

const io = new Server(3000, {${options}});

let n = 0;
setInterval(() => {
  n += 1;
  io.emit('tick', n);
}, 400);
`;

/** A client that says what happens to it, and `says` what else when it is connected. */
const tickedClient = (says: string) => `const socket = io({ transports: ['websocket'] });

socket.on('connect', () => {
  console.log('connected as', socket.id${says});
});
socket.on('disconnect', (reason) => {
  console.log('disconnected:', reason);
});
socket.on('tick', (n) => {
  console.log('tick', n);
});
`;

export const TICKED_CLIENT = tickedClient('');
export const RECOVERED_CLIENT = tickedClient(", 'recovered:', socket.recovered");

/** What a client got before and after a cut. */
interface Ticks {
  /** The last of the first session, the first of the second. */
  readonly before: number;
  readonly after: number;
  /** Numbers between them that no packet brought. */
  readonly missed: number;
  /** The second CONNECT gave the same id as the first. */
  readonly isSameId: boolean;
}

/** The newest cut with a tick before and after it; null while there is none. */
export function ticksOf(traffic: Traffic): Ticks | null {
  const connects = socketIoPackets(traffic).filter(
    ({ kind, sender }) => kind === 'connect' && sender === 'server',
  );
  const ticks = eventsIn(traffic, 'server', 'tick');
  const numbersOn = ({ unit }: SocketIoPacket) =>
    ticks
      .filter((tick) => tick.unit.connection === unit.connection)
      .map((tick) => numberOf(traffic, tick.unit));
  for (let place = connects.length - 1; place > 0; place--) {
    const [first, second] = [connects[place - 1]!, connects[place]!];
    const [last, next] = [numbersOn(first).at(-1), numbersOn(second)[0]];
    if (last === undefined || next === undefined) continue;
    return {
      before: last,
      after: next,
      missed: Math.max(0, next - last - 1),
      isSameId: idOf(textOf(traffic, first.unit)) === idOf(textOf(traffic, second.unit)),
    };
  }
  return null;
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

/** Waits for `times` more ticks of the server. */
export async function untilTicked(lab: LabSession, times: number): Promise<void> {
  const { capture } = lab;
  const count = () =>
    capture.code.filter(({ end, kind, text }) => end === 'client' && kind === 'listener' && text === 'tick')
      .length;
  const wanted = count() + times;
  await untilRan(
    lab,
    () => count() >= wanted || undefined,
    `the client’s listener for tick ran fewer than ${inWords(times)} times`,
  );
}
