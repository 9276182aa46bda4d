import type { LabSession } from '../../lab/session';
import type { Unit } from '../../protocol/unit';
import { openSocket } from '../parts/opened';
import { type Answered, exchangesOf, isAnswered, type Traffic } from '../traffic';

/** An upgraded connection and the first frame of its client. */
export interface FirstFrame {
  readonly handshake: Answered;
  readonly frame: Unit;
  /** Whether they went over the same TCP connection. */
  readonly isSame: boolean;
}

/** The newest handshake that was agreed to, and the first data frame of its client. */
export function firstFrameOf(traffic: Traffic): FirstFrame | null {
  const handshake = switchedOf(traffic);
  const frame = traffic.units.find(
    ({ layer, sender, kind, partial }) =>
      layer === 'websocket' && sender === 'client' && kind === 'text' && !partial,
  );
  if (!handshake || !frame) return null;
  return { handshake, frame, isSame: frame.connection === handshake.request.connection };
}

export function switchedOf(traffic: Traffic): Answered | null {
  const isSwitched = (one: ReturnType<typeof exchangesOf>[number]): one is Answered =>
    isAnswered(one) && one.answered.status === 101;
  return exchangesOf(traffic).findLast(isSwitched) ?? null;
}

export async function openAndSend(lab: LabSession, text: string): Promise<void> {
  (await openSocket(lab)).socket.send(text);
}
