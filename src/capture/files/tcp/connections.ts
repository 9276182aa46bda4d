import { count, grouped } from '../../../protocol/text';
import type { Peer } from '../../../protocol/unit';
import { looksOf, senderOf } from '../decode/looks';
import type { EmitEvent } from '../event';
import { endpointOf, type Segment } from '../packets/segment';
import { Slab } from '../slab';
import { Direction, type GapCause, type WaitingBudget } from './direction';

/** Connections that are remembered at a time, closed ones too: their late packets must not open new ones. */
const MAX_CONNECTIONS = 65_536;

/** One end of a connection, before it is known which of the two it is. */
interface Side {
  readonly name: string;
  readonly port: number;
  readonly direction: Direction;
  /** The sequence number of its SYN, once one was captured. */
  firstSequence: number | null;
}

/** A connection: its two sides, and what has been told of it. */
interface Flow {
  readonly sides: readonly [Side, Side];
  readonly atMicros: number;
  /** Null until it has been told. */
  id: number | null;
  client: Side | null;
  readonly gapsTold: Set<Side>;
}

/** Puts TCP segments together: which connections there were, what each side sent, and how they ended. */
export class TcpConnections {
  readonly #emit: EmitEvent;
  readonly #flows = new Map<string, Flow>();
  readonly #budget: WaitingBudget = { bytes: 0, slab: new Slab() };
  #opened = 0;
  #forgotten = 0;
  #now = 0;

  constructor(emit: EmitEvent) {
    this.#emit = emit;
  }

  /** How many connections have been told. */
  get opened(): number {
    return this.#opened;
  }

  /** The next segment of the file; `atMicros` may not be before that of the last one. */
  take(segment: Segment): void {
    this.#now = segment.atMicros;
    const key = keyOf(segment);
    let flow = this.#flows.get(key);
    if (flow !== undefined && isOfAnother(flow, segment)) {
      this.#finish(flow);
      this.#flows.delete(key);
      flow = undefined;
    }
    if (flow === undefined) flow = this.#begin(key, segment);
    this.#pass(flow, segment);
  }

  /** No more segments come. */
  end(): void {
    for (const flow of this.#flows.values()) this.#finish(flow);
    this.#flows.clear();
    if (this.#forgotten === 0) return;
    this.#emit({
      kind: 'note',
      what: 'too-much',
      text: `More than ${grouped(MAX_CONNECTIONS)} connections were open at a time: ${count(this.#forgotten, 'connection')} are shown only up to that point.`,
    });
  }

  #begin(key: string, { source, target, sourcePort, targetPort, atMicros }: Segment): Flow {
    const side = (name: string, port: number, place: 0 | 1): Side => ({
      name,
      port,
      firstSequence: null,
      direction: new Direction(
        {
          bytes: (bytes) =>
            this.#told(
              flow,
              place,
              (connection, sender) => {
                this.#emit({ kind: 'chunk', connection, sender, bytes, atMicros: this.#now });
              },
              bytes,
            ),
          gap: (bytes, cause) =>
            this.#told(flow, place, (connection, sender) => {
              this.#emit({ kind: 'gap', connection, sender, bytes, atMicros: this.#now });
              this.#noteGap(flow, place, bytes, cause);
            }),
          end: (how) => this.#ended(flow, place, how),
        },
        this.#budget,
      ),
    });
    const flow: Flow = {
      sides: [side(source, sourcePort, 0), side(target, targetPort, 1)],
      atMicros,
      id: null,
      client: null,
      gapsTold: new Set(),
    };
    const [{ direction: first }, { direction: second }] = flow.sides;
    first.peer = second;
    second.peer = first;
    this.#flows.set(key, flow);
    if (this.#flows.size > MAX_CONNECTIONS) this.#forgetOldest();
    return flow;
  }

  #pass(flow: Flow, segment: Segment): void {
    const isFirst = flow.sides[0].name === segment.source;
    const [from, to] = isFirst ? flow.sides : [flow.sides[1], flow.sides[0]];
    const { sequence, isSyn, isAck, isFin, isReset, payload, cutBytes, acknowledgement } = segment;
    if (isSyn && from.firstSequence === null) {
      from.firstSequence = sequence;
      if (flow.client === null) {
        flow.client = isAck ? to : from;
        this.#open(flow);
      }
      from.direction.begin(sequence);
    }
    const start = (sequence + (isSyn ? 1 : 0)) >>> 0;
    const { length } = payload;
    // A reset may say anything of the other direction.
    const received = isAck && !isReset ? acknowledgement : null;
    if (received !== null) to.direction.acknowledge(received);
    if (length + cutBytes > 0 && !isReset) from.direction.segment(start, payload, cutBytes, received);
    if (isFin) from.direction.endsAt((start + length + cutBytes) >>> 0, 'fin');
    if (isReset) from.direction.endsAt(sequence, 'reset');
    from.direction.tick();
    to.direction.tick();
    passOn(flow);
  }

  /** Tells something of one side, after the connection itself. */
  #told(
    flow: Flow,
    place: 0 | 1,
    tell: (connection: number, sender: Peer) => void,
    bytes?: Uint8Array,
  ): void {
    if (flow.client === null) {
      flow.client = clientOf(flow, place, bytes);
      this.#open(flow);
    }
    tell(flow.id!, senderAt(flow, place));
  }

  #ended(flow: Flow, place: 0 | 1, how: 'fin' | 'reset'): void {
    // A connection without a byte whose beginning was not captured has nothing to tell.
    if (flow.id !== null) {
      const by = senderAt(flow, place);
      this.#emit({ kind: 'end', connection: flow.id, by, how, atMicros: this.#now });
    }
    if (how === 'reset') flow.sides[1 - place]!.direction.drop();
  }

  #open(flow: Flow): void {
    const [first, second] = flow.sides;
    const client = flow.client!;
    const server = client === first ? second : first;
    this.#opened++;
    flow.id = this.#opened;
    const isCaptured = first.firstSequence !== null || second.firstSequence !== null;
    this.#emit({
      kind: 'open',
      connection: flow.id,
      client: endpointOf(client.name),
      server: endpointOf(server.name),
      atMicros: flow.atMicros,
      start: isCaptured ? 'captured' : 'missed',
    });
  }

  #noteGap(flow: Flow, place: 0 | 1, bytes: number, cause: GapCause): void {
    const side = flow.sides[place]!;
    if (flow.gapsTold.has(side)) return;
    flow.gapsTold.add(side);
    const sender = senderAt(flow, place);
    const why =
      cause === 'missing'
        ? 'No captured packet holds them'
        : 'The capture kept only the beginning of each packet (a snapshot length, such as tcpdump -s)';
    this.#emit({
      kind: 'note',
      what: cause === 'missing' ? 'missing-segments' : 'snaplen',
      connection: flow.id!,
      text: `${count(bytes, 'byte')} of the ${sender} ${bytes === 1 ? 'is' : 'are'} missing. ${why}, so what the ${sender} sent after that cannot be decoded.`,
    });
  }

  #finish(flow: Flow): void {
    const directions = flow.sides.map(({ direction }) => direction);
    for (;;) {
      passOn(flow);
      const stuck = directions.find(({ hasGap }) => hasGap) ?? directions.find(({ isWaiting }) => isWaiting);
      if (stuck === undefined) break;
      stuck.giveUp();
    }
    for (const direction of directions) direction.finish();
  }

  #forgetOldest(): void {
    const [key, flow] = this.#flows.entries().next().value!;
    if (flow.sides.some(({ direction }) => !direction.isOver)) this.#forgotten++;
    this.#finish(flow);
    this.#flows.delete(key);
  }
}

/** Passes on what either side can: what one sent may have waited for what it had received. */
function passOn({ sides: [first, second] }: Flow): void {
  while (first.direction.flow() || second.direction.flow());
}

function keyOf({ source, target }: Segment): string {
  return source < target ? `${source}|${target}` : `${target}|${source}`;
}

/** Whether a SYN opens another connection between the same two ports. */
function isOfAnother(flow: Flow, { isSyn, isAck, sequence, source }: Segment): boolean {
  if (!isSyn || isAck) return false;
  const from = flow.sides[0].name === source ? flow.sides[0] : flow.sides[1];
  if (from.firstSequence !== null) return from.firstSequence !== sequence;
  return flow.client !== null || flow.sides.some(({ direction }) => direction.hasBegun || direction.isOver);
}

const senderAt = (flow: Flow, place: 0 | 1): Peer =>
  flow.sides[place] === flow.client ? 'client' : 'server';

/** The side that opened a connection whose SYN was not captured: by what it says, else the one with the higher port. */
function clientOf({ sides }: Flow, place: 0 | 1, bytes: Uint8Array | undefined): Side {
  const [speaker, other] = [sides[place]!, sides[1 - place]!];
  const sender = bytes === undefined ? null : senderOf(looksOf(bytes));
  if (sender !== null) return sender === 'client' ? speaker : other;
  const waiting = other.direction.firstWaiting;
  const otherSender = waiting === null ? null : senderOf(looksOf(waiting));
  if (otherSender !== null) return otherSender === 'client' ? other : speaker;
  return other.port > speaker.port ? other : speaker;
}
