import { createDecoder } from '../../../protocol/create-decoder';
import type { Decoder, WritableDecoder } from '../../../protocol/decoder';
import { count } from '../../../protocol/text';
import type { ByteRange, Fault, Peer, Unit } from '../../../protocol/unit';
import type { ChunkEvent, EndEvent, FileEvent, GapEvent, NoteEvent, OpenEvent } from '../event';
import { joinBytes } from '../join-bytes';
import { type Beginning, faultIn } from './faults';
import { framesIn, type Looks, looksOf } from './looks';
import { type Added, isUnclear, openingOf, requestFor } from './opening';
import { whyNot } from './why-not';

/** A connection of a file. */
export interface FileConnection extends Pick<OpenEvent, 'client' | 'server' | 'atMicros'> {
  readonly id: number;
}

type Held = ChunkEvent | GapEvent | EndEvent;

interface State extends FileConnection {
  readonly start: OpenEvent['start'];
  /** Null while its bytes are held, since it is not known what they are. */
  carries: 'http' | 'bytes' | 'nothing' | null;
  held: Held[];
  /** First bytes of each side. */
  readonly first: Partial<Record<Peer, Uint8Array>>;
  /** What the file's offset of a byte is more than the decoder's. */
  readonly shift: Record<Peer, number>;
  /** Bytes that were put before those of the file. */
  readonly added: Record<Peer, number>;
  beginning: Beginning;
}

const KNOWN: Beginning = { isAnswer: false, isFrames: false };
const ANSWER: Beginning = { isAnswer: true, isFrames: false };
const FRAMES: Beginning = { isAnswer: false, isFrames: true };
/** So many bytes are enough to tell what they are, and so many to tell what is spoken in frames. */
const ENOUGH_BYTES = 24;
const ENOUGH_FRAMES_BYTES = 4096;
/** Decodes what a file holds: takes its events, and gives the units with what they are in the file. */
export class FileDecoder {
  readonly decoder: Decoder;
  readonly #writer: WritableDecoder;
  readonly #states = new Map<number, State>();
  readonly #note: (note: NoteEvent) => void;

  /** `note` is told what cannot be read, besides the notes among the events. */
  constructor(note: (note: NoteEvent) => void) {
    this.#writer = createDecoder();
    this.decoder = this.#writer;
    this.#note = note;
  }

  take(event: FileEvent): void {
    if (event.kind === 'note') this.#note(event);
    else if (event.kind === 'open') this.#open(event);
    else this.#pass(this.#states.get(event.connection)!, event);
  }

  /** No more events come: what is still held is decided. */
  end(): void {
    for (const state of this.#states.values()) {
      if (state.carries === null && state.held.length > 0) this.#decide(state, true);
    }
  }

  /** How many connections the file holds. */
  get connections(): number {
    return this.#states.size;
  }

  connection(id: number): FileConnection | undefined {
    return this.#states.get(id);
  }

  /** Whether a unit is of the file, and not of what was put before it. */
  isShown(unit: Unit): boolean {
    return unit.end > this.#states.get(unit.connection)!.added[unit.sender];
  }

  /** Where a unit is in what its sender sent, from the first byte in the file. */
  rangeOf({ connection, sender, start, end }: Unit): ByteRange {
    const shift = this.#states.get(connection)!.shift[sender];
    return { start: Math.max(0, start + shift), end: Math.max(0, end + shift) };
  }

  /** The fault of a unit, as far as the file shows it. */
  faultOf(unit: Unit): Fault | null {
    return faultIn(unit, this.#states.get(unit.connection)!.beginning);
  }

  #open({ connection: id, client, server, atMicros, start, before, isPlain }: OpenEvent): void {
    const state: State = {
      id,
      client,
      server,
      atMicros,
      start,
      carries: isPlain === true ? 'bytes' : start === 'given' ? 'http' : null,
      held: [],
      first: {},
      shift: { client: 0, server: 0 },
      added: { client: 0, server: 0 },
      beginning: KNOWN,
    };
    this.#states.set(id, state);
    if (before !== undefined) {
      this.#add(state, before);
      state.beginning = before.length === 1 ? ANSWER : FRAMES;
    }
    if (isPlain === true) this.#writer.treatAsPlain(id);
  }

  #pass(state: State, event: Held): void {
    if (state.carries === null) {
      state.held.push(event);
      if (event.kind === 'chunk') {
        const before = state.first[event.sender];
        const enough = state.start === 'missed' ? ENOUGH_FRAMES_BYTES : ENOUGH_BYTES;
        if (before === undefined || before.length < enough) {
          state.first[event.sender] = before === undefined ? event.bytes : joinBytes([before, event.bytes]);
        }
      }
      this.#decide(state, event.kind === 'end' && event.how === 'reset');
    } else if (state.carries !== 'nothing') this.#feed(event);
  }

  #feed(event: Held): void {
    const { connection } = event;
    if (event.kind === 'chunk') this.#writer.push(connection, event.sender, event.bytes, event.atMicros);
    else if (event.kind === 'gap') this.#writer.lose(connection, event.sender, event.bytes);
    else if (event.how === 'fin') this.#writer.end(connection, event.by, 'fin');
    else for (const sender of ['client', 'server'] as const) this.#writer.end(connection, sender, 'reset');
  }

  /** Decides what a connection carries as soon as its bytes show it; `isLast` when no more of them come. */
  #decide(state: State, isLast: boolean): void {
    const { first, held } = state;
    const looks: Partial<Record<Peer, Looks>> = {};
    for (const sender of ['client', 'server'] as const) {
      const bytes = first[sender];
      if (bytes !== undefined) looks[sender] = looksOf(bytes);
    }
    if (looks.client === 'request' || looks.server === 'response') {
      if (state.start === 'missed') this.#beginAtHead(state, looks);
      else this.#release(state, 'http');
      return;
    }
    const isOver = isLast || hasBothEnded(held);
    const isEnough = (sender: Peer) => (first[sender]?.length ?? 0) >= ENOUGH_BYTES;
    if (looks.client === undefined && looks.server === undefined) {
      if (isOver) this.#release(state, 'http');
      return;
    }
    if (state.start === 'missed' && this.#areFrames(state)) {
      const isLong = (['client', 'server'] as const).some(
        (sender) => (first[sender]?.length ?? 0) > ENOUGH_FRAMES_BYTES,
      );
      if (isOver || isLong || !isUnclear(first)) this.#beginAtFrames(state);
      return;
    }
    const hasAnswer = looks.client !== undefined && looks.server !== undefined;
    if (!isOver && !hasAnswer && !(looks.client === undefined && isEnough('server'))) return;
    // A short piece may be the beginning of anything, until the other side has reacted to it.
    this.#giveUp(state, looks);
  }

  #areFrames({ first }: State): boolean {
    const sides = (['client', 'server'] as const).filter((sender) => first[sender] !== undefined);
    return sides.every((sender) => framesIn(first[sender]!, sender) !== null);
  }

  /** The capture began while the connection was used: it is read from the first message that it holds whole. */
  #beginAtHead(state: State, looks: Partial<Record<Peer, Looks>>): void {
    const passed = { client: 0, server: 0 };
    if (looks.client !== 'request') {
      passed.client = bytesOf(state.held, 'client');
      state.held = state.held.filter((event) => !(event.kind === 'chunk' && event.sender === 'client'));
      this.#add(state, requestFor(state.first.server!));
      state.beginning = ANSWER;
    }
    if (looks.server !== undefined && looks.server !== 'response') {
      passed.server = bytesOf(state.held, 'server');
      state.held = state.held.filter((event) => !(event.kind === 'chunk' && event.sender === 'server'));
    }
    state.shift.client += passed.client;
    state.shift.server += passed.server;
    const left = passed.client + passed.server;
    if (left > 0) {
      this.#say(
        state,
        'start-missed',
        `The capture begins in the middle of this connection: its first ${count(left, 'byte')} belong to a message that began earlier, and were passed over.`,
      );
    }
    this.#release(state, 'http');
  }

  #beginAtFrames(state: State): void {
    this.#add(state, openingOf(state.first));
    state.beginning = FRAMES;
    this.#say(
      state,
      'start-missed',
      'The capture begins after the opening handshake of this connection. Its bytes look like WebSocket frames and are read as such; what was agreed and said before is not known.',
    );
    this.#release(state, 'http');
  }

  #add(state: State, added: Added): void {
    for (const { sender, bytes } of added) {
      this.#writer.push(state.id, sender, bytes, state.atMicros);
      state.added[sender] += bytes.length;
      state.shift[sender] -= bytes.length;
    }
  }

  #giveUp(state: State, looks: Partial<Record<Peer, Looks>>): void {
    this.#note({ ...whyNot(state.start, looks, state.first), connection: state.id });
    this.#release(state, 'nothing');
  }

  #say({ id }: State, what: NoteEvent['what'], text: string): void {
    this.#note({ kind: 'note', what, text, connection: id });
  }

  #release(state: State, carries: NonNullable<State['carries']>): void {
    state.carries = carries;
    const { held } = state;
    state.held = [];
    if (carries === 'http') for (const event of held) this.#feed(event);
  }
}

const hasBothEnded = (held: readonly Held[]): boolean => {
  const ended = new Set(held.flatMap((event) => (event.kind === 'end' ? [event.by] : [])));
  return ended.size === 2;
};

const bytesOf = (held: readonly Held[], sender: Peer): number =>
  held.reduce(
    (sum, event) => sum + (event.kind === 'chunk' && event.sender === sender ? event.bytes.length : 0),
    0,
  );
