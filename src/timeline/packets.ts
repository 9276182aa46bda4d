import type { Capture, CodeEvent } from '../capture/capture';
import type { PacketRef } from '../protocol/feed';
import { layerOf, wireLayer } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { sessionInTarget } from './session';

/** The Socket.IO packets of a capture by their place in their session, and their lines of code. */
interface Packets {
  /** The unit of a packet; undefined until its bytes are here. */
  unitOf(ref: PacketRef): Unit | undefined;
  /** The place of the only Socket.IO packet that this unit is or carries; null for other units. */
  refOf(unit: Unit): PacketRef | null;
  /** The lines that sent this packet, or that it made run, at both ends, in order. */
  linesOf(unit: Unit): readonly CodeEvent[];
}

class PacketIndex implements Packets {
  readonly #capture: Capture;
  readonly #units = new Map<string, Unit>();
  readonly #refs = new Map<number, PacketRef>();
  readonly #counts = new Map<string, number>();
  #unitsRead = 0;
  readonly #lines = new Map<string, CodeEvent[]>();
  #codeRead = 0;
  /** Lines whose packets may come later, as indices into the code. */
  readonly #waiting = new Set<number>();

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  unitOf(ref: PacketRef): Unit | undefined {
    this.#update();
    return this.#units.get(keyOf(ref));
  }

  refOf(unit: Unit): PacketRef | null {
    this.#update();
    const packet = packetIn(this.#capture, unit);
    return packet ? (this.#refs.get(packet.id) ?? null) : null;
  }

  linesOf(unit: Unit): readonly CodeEvent[] {
    const ref = this.refOf(unit);
    if (!ref) return [];
    this.#readCode();
    return this.#lines.get(keyOf(ref)) ?? [];
  }

  #update(): void {
    const { units } = this.#capture.decoder;
    for (; this.#unitsRead < units.length; this.#unitsRead++) {
      const unit = units[this.#unitsRead]!;
      if (!isPacket(unit)) continue;
      const sid = sessionOf(this.#capture, unit);
      if (sid === null) continue;
      const place = `${sid} ${unit.sender}`;
      const ordinal = (this.#counts.get(place) ?? 0) + 1;
      this.#counts.set(place, ordinal);
      const ref = { sid, sender: unit.sender, ordinal };
      this.#units.set(keyOf(ref), unit);
      this.#refs.set(unit.id, ref);
    }
  }

  #readCode(): void {
    const { code } = this.#capture;
    for (const id of this.#waiting) if (this.#file(code[id]!)) this.#waiting.delete(id);
    for (; this.#codeRead < code.length; this.#codeRead++) {
      const event = code[this.#codeRead]!;
      // A client keeps what it emits until it is connected.
      if (!this.#file(event) && event.end === 'client' && event.kind === 'emit') this.#waiting.add(event.id);
    }
  }

  /** False when it has no packet (yet). */
  #file(event: CodeEvent): boolean {
    for (const ref of event.packets) {
      const key = keyOf(ref);
      this.#lines.set(key, [...(this.#lines.get(key) ?? []), event].sort(inOrder));
    }
    return event.packets.length > 0;
  }
}

/** The sending line comes before the lines that it made run, whatever the two clocks say. */
const inOrder = (a: CodeEvent, b: CodeEvent) => Number(!isSending(a)) - Number(!isSending(b)) || a.at - b.at;

const isSending = ({ kind }: CodeEvent) => kind === 'emit' || kind === 'reply';

const keyOf = ({ sid, sender, ordinal }: PacketRef) => `${sid} ${sender} ${ordinal}`;

/** The session of this packet: that of its WebSocket, or named in the request that carries or fetches it. */
export function sessionOf({ decoder }: Capture, unit: Unit): string | null {
  let carrier = unit;
  while (carrier.inside) carrier = carrier.inside;
  if (carrier.layer !== wireLayer('turns').id) return decoder.connection(carrier.connection)?.sid ?? null;
  const request = carrier.kind === 'request' ? carrier : decoder.partnerOf(carrier);
  return sessionInTarget(request ? (decoder.headOf(request)?.target ?? '') : '');
}

/** A packet of the protocol that students' programs speak. */
const isPacket = ({ layer, kind }: Unit): boolean =>
  kind !== 'undecoded' && layerOf(layer).isOfPrograms === true;

/** The only such packet in a unit, or the one that it is part of. */
function packetIn({ decoder }: Capture, unit: Unit): Unit | null {
  if (isPacket(unit)) return unit;
  let found: Unit | null = null;
  let left = [unit];
  while (left.length > 0) {
    const above = left.flatMap((one) => decoder.contentsOf(one));
    for (const one of above) {
      if (!isPacket(one) || one === found) continue;
      // Several packets in one body: ambiguous.
      if (found) return null;
      found = one;
    }
    left = above;
  }
  return found;
}

const indexes = new WeakMap<Capture, PacketIndex>();

/** The packets of this capture. One index per capture. */
export function packetsOf(capture: Capture): Packets {
  let index = indexes.get(capture);
  if (!index) {
    index = new PacketIndex(capture);
    indexes.set(capture, index);
  }
  return index;
}

/** The text of this line's program, as it ran; null if its start is not here. */
function programOf({ code }: Capture, { end, client, run }: CodeEvent): string | null {
  const begun = code.find(
    (one) => one.kind === 'started' && one.end === end && one.client === client && one.run === run,
  );
  return begun?.text ?? null;
}

/** The trimmed line; null if unknown. */
export function lineText(capture: Capture, event: CodeEvent): string | null {
  return programOf(capture, event)?.split('\n')[event.line - 1]?.trim() ?? null;
}
