import type { LabSession } from '../../lab/session';
import type { Peer, Unit } from '../../protocol/unit';
import { openSocket } from '../parts/opened';
import { type Answered, switchedOf, type Traffic } from '../traffic';

/** An upgraded connection and the first frame of its client. */
interface FirstFrame {
  readonly handshake: Answered;
  readonly frame: Unit;
  /** Whether they went over the same TCP connection. */
  readonly isSame: boolean;
}

/** The newest accepted handshake, and the first text frame of its client. */
export function firstFrameOf(traffic: Traffic): FirstFrame | null {
  const handshake = switchedOf(traffic);
  const frame = traffic.units.find(
    ({ layer, sender, kind, partial }) =>
      layer === 'websocket' && sender === 'client' && kind === 'text' && !partial,
  );
  if (!handshake || !frame) return null;
  return { handshake, frame, isSame: frame.connection === handshake.request.connection };
}

export async function openAndSend(lab: LabSession, text: string): Promise<void> {
  (await openSocket(lab)).socket.send(text);
}

/** The place in one direction where HTTP ends: the message that ends there, and the frame whose first byte is the next one. */
export interface Border {
  readonly http: Unit;
  readonly frame: Unit;
}

/** The border on the newest upgraded connection; null while no frame has followed in this direction. */
export function borderOf(traffic: Traffic, sender: Peer): Border | null {
  const switched = switchedOf(traffic);
  const { decoder } = traffic.capture;
  const at = switched && decoder.connection(switched.connection.id)?.switchedAt?.[sender];
  if (!switched || at == null) return null;
  const frame = decoder
    .unitsAt(switched.connection.id, sender, at)
    .find(({ layer, start }) => layer === 'websocket' && start === at);
  return frame ? { http: sender === 'client' ? switched.request : switched.response, frame } : null;
}
