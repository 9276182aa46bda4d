import type { LabSession } from '../../lab/session';
import type { LabSocketIo, SocketIoOptions } from '../../lab/socket-io';
import type { Peer, Unit } from '../../protocol/unit';
import { sessionOf } from '../../timeline/session';
import type { Traffic } from '../traffic';

/** A complete Socket.IO packet, and what carried it. */
export interface SocketIoPacket {
  readonly unit: Unit;
  readonly sender: Peer;
  readonly kind: Unit['kind'];
  /** Null except for an event. */
  readonly name: string | null;
  /** The frame or the HTTP message that it began in. */
  readonly carrier: Unit;
  readonly transport: 'polling' | 'websocket';
}

/** The Socket.IO packets of this traffic, in the order in which they began. */
export function socketIoPackets({ capture, units }: Traffic): readonly SocketIoPacket[] {
  return units
    .filter(({ layer, kind, partial }) => layer === 'socket.io' && kind !== 'undecoded' && !partial)
    .map((unit) => {
      const carrier = carrierOf(unit);
      const name =
        capture.decoder.fieldsOf(unit).find(({ term }) => term === 'socket-event-name')?.value ?? null;
      const transport = carrier.layer === 'http' ? 'polling' : 'websocket';
      return {
        unit,
        sender: unit.sender,
        kind: unit.kind,
        name: name?.replace(/^"|"$/g, '') ?? null,
        carrier,
        transport,
      };
    });
}

/** Its events alone, of one side or of both, with this name or with any. */
export function eventsIn(traffic: Traffic, sender?: Peer, name?: string): readonly SocketIoPacket[] {
  return socketIoPackets(traffic).filter(
    (packet) =>
      (packet.kind === 'event' || packet.kind === 'binary_event') &&
      (sender === undefined || packet.sender === sender) &&
      (name === undefined || packet.name === name),
  );
}

/** Its acknowledgements. */
export function acksIn(traffic: Traffic, sender?: Peer): readonly SocketIoPacket[] {
  return socketIoPackets(traffic).filter(
    ({ kind, sender: by }) =>
      (kind === 'ack' || kind === 'binary_ack') && (sender === undefined || by === sender),
  );
}

/** The id that pairs an event with its acknowledgement; null without one. */
export function ackIdOf({ capture }: Traffic, { unit }: SocketIoPacket): number | null {
  const id = capture.decoder.fieldsOf(unit).find(({ term }) => term === 'socket-id')?.value;
  return id === undefined ? null : Number(id);
}

/** Packets of the layer below Socket.IO, in order. */
export function enginePackets({ units }: Traffic, kind?: Unit['kind'], sender?: Peer): readonly Unit[] {
  return units.filter(
    (unit) =>
      unit.layer === 'engine.io' &&
      !unit.partial &&
      (kind === undefined || unit.kind === kind) &&
      (sender === undefined || unit.sender === sender),
  );
}

/** The text of a unit's own bytes. */
export function textOf({ capture }: Traffic, unit: Unit): string {
  return new TextDecoder().decode(capture.decoder.bytesOf(unit));
}

/** What carries a unit over the wire. */
export function carrierOf(unit: Unit): Unit {
  let carrier = unit;
  while (carrier.inside) carrier = carrier.inside;
  return carrier;
}

/** Bytes on the wire for what carried a packet: its frames; over HTTP, its request and the response. */
export function bytesFor({ capture }: Traffic, { unit, carrier }: SocketIoPacket): number {
  const { decoder } = capture;
  if (carrier.layer === 'http') {
    const partner = decoder.partnerOf(carrier);
    return decoder.sizeOf(carrier) + (partner ? decoder.sizeOf(partner) : 0);
  }
  let below: readonly Unit[] = [unit];
  while (below.some(({ inside }) => inside !== null)) {
    below = below.flatMap((carried) => (carried.inside === null ? [carried] : decoder.carriersOf(carried)));
  }
  return [...new Set(below)].reduce((sum, frame) => sum + decoder.sizeOf(frame), 0);
}

/** The Engine.IO sessions that this traffic belongs to, in the order in which they were begun. */
export function sessionsIn({ capture, units }: Traffic): readonly string[] {
  const sids = units.filter(({ layer }) => layer === 'socket.io').map((unit) => sessionOf(capture, unit));
  return [...new Set(sids.filter((sid) => sid !== null))];
}

/** Whether the client has sent the `upgrade` packet of Engine.IO. */
export function hasUpgraded(traffic: Traffic): boolean {
  return enginePackets(traffic, 'upgrade', 'client').length > 0;
}

/** Opens a client and waits for its `connect`; rejects with a sentence for its `connect_error`. */
export async function openClient(
  lab: LabSession,
  options?: SocketIoOptions & { readonly namespace?: string },
): Promise<LabSocketIo> {
  const opened = await lab.openSocketIo(options);
  await new Promise<void>((resolve, reject) => {
    opened.io.once('connect', resolve);
    opened.io.once('connect_error', (error) => {
      opened.close();
      reject(new Error(`connect_error says: ${error.message}.`));
    });
  });
  return opened;
}

/** Waits until a client's session uses WebSocket. */
export function untilUpgraded({ io }: LabSocketIo): Promise<void> {
  const { engine } = io.io;
  if (engine.transport.name === 'websocket') return Promise.resolve();
  return new Promise((resolve) => engine.once('upgrade', () => resolve()));
}
