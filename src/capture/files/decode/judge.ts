import { count } from '../../../protocol/text';
import type { Peer } from '../../../protocol/unit';
import type { ChunkEvent, EmitEvent, EndEvent, FileEvent, GapEvent, OpenEvent } from '../event';
import { joinBytes } from '../join-bytes';
import { framesIn, type Looks, looksOf } from './looks';
import { type Added, isUnclear, openingOf, requestFor } from './opening';
import { whyNot } from './why-not';

type Held = ChunkEvent | GapEvent | EndEvent;

/** A connection of which it is not known yet what it carries. */
interface Unjudged {
  readonly open: OpenEvent;
  held: Held[];
  /** First bytes of each side. */
  readonly first: Partial<Record<Peer, Uint8Array>>;
}

/** So many bytes are enough to tell what they are, and so many to tell what is spoken in frames. */
const ENOUGH_BYTES = 24;
const ENOUGH_FRAMES_BYTES = 4096;
const SIDES = ['client', 'server'] as const;

/**
 * Judges connections by their first bytes, between a reader and the decoders: the events of those that carry HTTP or
 * WebSocket are passed on, with what decoding needs before them where a capture begins in the middle. Of others, only the
 * opening and the ends are, and a note says why. An opening is held back until its connection is judged.
 */
export class ConnectionJudge {
  readonly #emit: EmitEvent;
  readonly #unjudged = new Map<number, Unjudged>();
  readonly #leftOut = new Set<number>();

  constructor(emit: EmitEvent) {
    this.#emit = emit;
  }

  take(event: FileEvent): void {
    if (event.kind === 'note') {
      this.#emit(event);
    } else if (event.kind === 'open') {
      if (event.start === 'given' || event.isPlain === true) this.#emit(event);
      else this.#unjudged.set(event.connection, { open: event, held: [], first: {} });
    } else {
      const unjudged = this.#unjudged.get(event.connection);
      if (unjudged !== undefined) this.#hold(unjudged, event);
      else if (event.kind === 'end' || !this.#leftOut.has(event.connection)) this.#emit(event);
    }
  }

  /** No more events come: what is still held is judged by what there is. */
  end(): void {
    for (const unjudged of [...this.#unjudged.values()]) this.#judge(unjudged, true);
  }

  #hold(unjudged: Unjudged, event: Held): void {
    const { held, first, open } = unjudged;
    held.push(event);
    if (event.kind === 'chunk') {
      const before = first[event.sender];
      const enough = open.start === 'missed' ? ENOUGH_FRAMES_BYTES : ENOUGH_BYTES;
      if (before === undefined) first[event.sender] = event.bytes;
      else if (before.length < enough) first[event.sender] = joinBytes([before, event.bytes]);
    }
    this.#judge(unjudged, event.kind === 'end' && event.how === 'reset');
  }

  /** Judges a connection as soon as its bytes show what it carries; `isLast` when no more of them come. */
  #judge(unjudged: Unjudged, isLast: boolean): void {
    const { first, held, open } = unjudged;
    const looks: Partial<Record<Peer, Looks>> = {};
    for (const sender of SIDES) if (first[sender] !== undefined) looks[sender] = looksOf(first[sender]);
    if (looks.client === 'request' || looks.server === 'response') {
      if (open.start === 'missed') this.#beginAtHead(unjudged, looks);
      else this.#pass(unjudged, open);
      return;
    }
    const isOver = isLast || hasBothEnded(held);
    const lengthOf = (sender: Peer) => first[sender]?.length ?? 0;
    if (looks.client === undefined && looks.server === undefined) {
      if (isOver) this.#pass(unjudged, open);
      return;
    }
    const areFrames = SIDES.every(
      (sender) => first[sender] === undefined || framesIn(first[sender], sender) !== null,
    );
    if (open.start === 'missed' && areFrames) {
      const isLong = SIDES.some((sender) => lengthOf(sender) > ENOUGH_FRAMES_BYTES);
      if (isOver || isLong || !isUnclear(first)) this.#beginAtFrames(unjudged);
      return;
    }
    const hasAnswer = looks.client !== undefined && looks.server !== undefined;
    const hasServerBegun = looks.client === undefined && lengthOf('server') >= ENOUGH_BYTES;
    // A short piece may be the beginning of anything, until the other side has reacted to it.
    if (isOver || hasAnswer || hasServerBegun) this.#leaveOut(unjudged, looks);
  }

  /** The capture began while the connection was used: it is read from the first message that it holds whole. */
  #beginAtHead(unjudged: Unjudged, looks: Partial<Record<Peer, Looks>>): void {
    const passed = { client: 0, server: 0 };
    const passOver = (sender: Peer) => {
      passed[sender] = bytesOf(unjudged.held, sender);
      unjudged.held = unjudged.held.filter((event) => !(event.kind === 'chunk' && event.sender === sender));
    };
    let before: Added | null = null;
    if (looks.client !== 'request') {
      before = requestFor(unjudged.first.server!);
      passOver('client');
    }
    if (looks.server !== undefined && looks.server !== 'response') passOver('server');
    this.#pass(unjudged, { ...unjudged.open, passed, ...(before && { before }) });
    const left = passed.client + passed.server;
    if (left === 0) return;
    this.#say(
      unjudged,
      `The capture begins in the middle of this connection: its first ${count(left, 'byte')} belong to a message that began earlier, and were passed over.`,
    );
  }

  #beginAtFrames(unjudged: Unjudged): void {
    this.#pass(unjudged, { ...unjudged.open, before: openingOf(unjudged.first) });
    this.#say(
      unjudged,
      'The capture begins after the opening handshake of this connection. Its bytes look like WebSocket frames and are read as such; what was agreed and said before is not known.',
    );
  }

  #say({ open: { connection } }: Unjudged, text: string): void {
    this.#emit({ kind: 'note', what: 'start-missed', text, connection });
  }

  #pass({ held, open: { connection } }: Unjudged, open: OpenEvent): void {
    this.#unjudged.delete(connection);
    this.#emit(open);
    for (const event of held) this.#emit(event);
  }

  #leaveOut({ open, held, first }: Unjudged, looks: Partial<Record<Peer, Looks>>): void {
    this.#unjudged.delete(open.connection);
    this.#leftOut.add(open.connection);
    this.#emit({ ...open, isPlain: true });
    this.#emit({ ...whyNot(open.start, looks, first), connection: open.connection });
    for (const event of held) if (event.kind === 'end') this.#emit(event);
  }
}

function hasBothEnded(held: readonly Held[]): boolean {
  return new Set(held.flatMap((event) => (event.kind === 'end' ? [event.by] : []))).size === 2;
}

function bytesOf(held: readonly Held[], sender: Peer): number {
  return held.reduce(
    (sum, event) => sum + (event.kind === 'chunk' && event.sender === sender ? event.bytes.length : 0),
    0,
  );
}
