import type { Capture, CodeEvent } from '../capture/capture';
import { programOf } from '../capture/code-event';
import type { PacketRef } from '../protocol/feed';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { sessionOf } from './session';

/** The Socket.IO packets of a capture by their place in their session, and their lines of code. */
interface Packets {
  /** How many there are. */
  readonly count: number;
  /** The unit of a packet; undefined until its bytes are here. */
  unitOf(ref: PacketRef): Unit | undefined;
  /** The place of the only Socket.IO packet that this unit is or carries; null for other units. */
  refOf(unit: Unit): PacketRef | null;
  /** The lines that sent this packet, or that it made run, at both ends, in order. */
  linesOf(unit: Unit): readonly CodeEvent[];
}

class PacketIndex implements Packets {
  readonly #capture: Capture;
  /** By session and sender, in order. */
  readonly #units = new Map<string, Unit[]>();
  readonly #refs = new Map<number, PacketRef>();
  #unitsRead = 0;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  get count(): number {
    this.#update();
    return this.#refs.size;
  }

  unitOf(ref: PacketRef): Unit | undefined {
    this.#update();
    return this.#units.get(placeOf(ref))?.[ref.ordinal - 1];
  }

  refOf(unit: Unit): PacketRef | null {
    this.#update();
    const packet = packetIn(this.#capture, unit);
    return packet ? (this.#refs.get(packet.id) ?? null) : null;
  }

  linesOf(unit: Unit): readonly CodeEvent[] {
    const ref = this.refOf(unit);
    return ref ? this.#capture.programs.linesOf(ref) : [];
  }

  #update(): void {
    const { units } = this.#capture.decoder;
    for (; this.#unitsRead < units.length; this.#unitsRead++) {
      const unit = units[this.#unitsRead]!;
      if (!isPacket(unit)) continue;
      const sid = sessionOf(this.#capture, unit);
      if (sid === null) continue;
      const { sender } = unit;
      const place = placeOf({ sid, sender });
      let sent = this.#units.get(place);
      if (!sent) {
        sent = [];
        this.#units.set(place, sent);
      }
      this.#refs.set(unit.id, { sid, sender, ordinal: sent.push(unit) });
    }
  }
}

const placeOf = ({ sid, sender }: Pick<PacketRef, 'sid' | 'sender'>) => `${sid} ${sender}`;

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

/** The trimmed line, as it ran; null if its text is not here. */
export function lineText({ programs }: Capture, event: CodeEvent): string | null {
  const text = programs.run(programOf(event), event.run)?.started?.text;
  return text?.split('\n')[event.line - 1]?.trim() ?? null;
}
