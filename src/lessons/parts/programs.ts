import type { CapturedConnection, CodeEvent } from '../../capture/capture';
import { openSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import type { Peer } from '../../protocol/unit';
import type { Act } from '../define';
import type { Traffic } from '../traffic';
import { untilCaptured } from './opened';

/** Runs what is written at both ends. Rejects with a sentence when a text cannot be read. */
export const runBoth: Act = async (lab, run) => {
  const desk = run.desks.current;
  if (!desk) return;
  await desk.runAll(lab);
  for (let program = 0; program <= desk.texts.clients.length; program++) {
    const { fault, failure } = desk.statusOf(program);
    const name = program === 0 ? 'The server’s code' : 'The client’s code';
    if (fault) throw new Error(`${name} cannot be read: ${fault.message}, line ${fault.line}.`);
    if (failure) throw new Error(failure);
  }
};

/** What programs have written to their consoles, in order. */
export function saidIn({ code }: Traffic, end?: Peer): readonly string[] {
  return code
    .filter((event) => event.kind === 'log' && (end === undefined || event.end === end))
    .map(({ text }) => text);
}

/** Uncaught errors, at either end. */
export function uncaughtIn({ code }: Traffic, end?: Peer): readonly CodeEvent[] {
  return code.filter((event) => event.kind === 'uncaught' && (end === undefined || event.end === end));
}

/** Each run of a listener for this event. */
export function heardIn({ code }: Traffic, end: Peer, name: string): readonly CodeEvent[] {
  return code.filter((event) => event.kind === 'listener' && event.end === end && event.text === name);
}

/** Longest wait for what programs do when they run as they were brought. */
const PATIENCE_MS = 10_000;

/**
 * Waits for something that programs do before the lab goes on to cut their cable. Rejects with a sentence that ends in
 * `lacks` when it has not come: other code may never do it.
 */
export function untilRan<Found>(
  { capture }: Pick<LabSession, 'capture'>,
  found: () => Found | undefined,
  lacks: string,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`The cable was not cut: within ${PATIENCE_MS / 1000} s, ${lacks}.`));
    }, PATIENCE_MS);
    void untilCaptured(capture, () => (isLate ? null : found())).then((result) => {
      clearTimeout(timer);
      if (result !== null) resolve(result);
    });
  });
}

/** Waits until this many sessions have their WebSocket, and are connected to a namespace. */
export async function untilOnWebSocket(
  lab: LabSession,
  sessions = 1,
): Promise<readonly CapturedConnection[]> {
  const { capture } = lab;
  const look = () => {
    const open = openSessions(lab);
    // The probe is over once the client has said so; a session that began with WebSocket has no probe.
    const hasUpgraded = ({ id }: CapturedConnection) =>
      capture.decoder.units.some(
        (unit) =>
          unit.connection === id &&
          ((unit.layer === 'engine.io' && unit.kind === 'upgrade') ||
            (unit.layer === 'socket.io' && unit.kind === 'connect' && unit.sender === 'server')),
      );
    return open.length >= sessions && open.every(hasUpgraded) ? open : undefined;
  };
  return untilRan(lab, look, 'no client was connected over a WebSocket');
}
