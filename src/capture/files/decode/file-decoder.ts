import { createDecoder } from '../../../protocol/create-decoder';
import type { Decoder, WritableDecoder } from '../../../protocol/decoder';
import type { ByteRange, Fault, Peer, Unit } from '../../../protocol/unit';
import type { FileEvent, NoteEvent, OpenEvent } from '../event';
import { type Beginning, faultIn } from './faults';
import { ConnectionJudge } from './judge';

/** A connection of a file. */
export interface FileConnection extends Pick<OpenEvent, 'client' | 'server' | 'atMicros'> {
  readonly id: number;
}

interface State extends FileConnection {
  /** What the file's offset of a byte is more than the decoder's. */
  readonly shift: Readonly<Record<Peer, number>>;
  /** Bytes that were put before those of the file. */
  readonly added: Readonly<Record<Peer, number>>;
  readonly beginning: Beginning;
}

/** Decodes what a file holds: takes its events, and gives the units with what they are in the file. */
export class FileDecoder {
  readonly decoder: Decoder;
  readonly #writer: WritableDecoder;
  /** When the newest byte of the file passed. */
  #lastAt = Number.NEGATIVE_INFINITY;
  readonly #states = new Map<number, State>();
  readonly #note: (note: NoteEvent) => void;
  readonly #judge = new ConnectionJudge((event) => this.#apply(event));

  /** `note` is told what cannot be read, besides the notes among the events. */
  constructor(note: (note: NoteEvent) => void) {
    this.#writer = createDecoder();
    this.decoder = this.#writer;
    this.#note = note;
  }

  take(event: FileEvent): void {
    this.#judge.take(event);
  }

  /** No more events come. */
  end(): void {
    this.#judge.end();
    this.#writer.passTo(this.#lastAt);
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

  #apply(event: FileEvent): void {
    if (event.kind === 'note') {
      this.#note(event);
      return;
    }
    const { connection } = event;
    if (event.kind === 'open') this.#open(event);
    else if (event.kind === 'chunk') {
      this.#lastAt = Math.max(this.#lastAt, event.atMicros);
      this.#writer.push(connection, event.sender, event.bytes, event.atMicros);
    } else if (event.kind === 'gap') this.#writer.lose(connection, event.sender, event.bytes);
    else if (event.how === 'fin') this.#writer.end(connection, event.by, 'fin');
    else for (const sender of ['client', 'server'] as const) this.#writer.end(connection, sender, 'reset');
  }

  #open({ connection: id, client, server, atMicros, before = [], passed, isPlain }: OpenEvent): void {
    const added = { client: 0, server: 0 };
    if (isPlain === true) this.#writer.treatAsPlain(id);
    for (const { sender, bytes } of before) {
      added[sender] += bytes.length;
      this.#writer.push(id, sender, bytes, atMicros);
    }
    const shift = {
      client: (passed?.client ?? 0) - added.client,
      server: (passed?.server ?? 0) - added.server,
    };
    // A request alone stands before a response; frames need both sides of a handshake.
    const beginning = { isAnswer: before.length === 1, isFrames: before.length > 1 };
    this.#states.set(id, { id, client, server, atMicros, shift, added, beginning });
  }
}
