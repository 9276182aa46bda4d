import { NEVER_MICROS, UNIMPAIRED } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import type { ConnectionLabs } from './connection-labs';
import type { Direction } from './direction';
import type { Exchange } from './exchanges';
import type { LabConnection } from './lab';
import { Pace } from './pace';

/** What one read or write holds for one lab so far: consecutive messages in it stay one chunk. */
interface Run {
  readonly owner: LabConnection;
  readonly direction: Direction;
  readonly parts: Uint8Array[];
  /** Offset after its last byte. */
  end: number;
  readonly atMicros: number;
}

/** Writes the bytes of one connection to the logs of the labs that own them, and says how long each read is held for them. */
export class LabChunks {
  /** How long the bytes that pass now are held. */
  heldMicros = 0;
  readonly #labs: ConnectionLabs;
  readonly #pace = { client: new Pace(), server: new Pace() };
  #readAtMicros = 0;
  #run: Run | null = null;

  constructor(labs: ConnectionLabs) {
    this.#labs = labs;
  }

  /** A read begins; those before it are not held any longer for what it tells. */
  beginRead(atMicros: number): void {
    this.heldMicros = 0;
    this.#readAtMicros = atMicros;
  }

  /** What comes now reaches nobody. */
  beginSwallowed(): void {
    this.heldMicros = NEVER_MICROS;
    this.#readAtMicros = Number.NaN;
  }

  /** How long to hold bytes that `sender` sends now on behalf of this lab. */
  holdMicros(sender: Peer, bytes: number, { impairment }: LabConnection): number {
    if (impairment === UNIMPAIRED) return 0;
    const now = nowMicros();
    return this.#pace[sender].due(now, bytes, impairment) - now;
  }

  /** Logs bytes as one chunk. */
  log(owner: LabConnection, direction: Direction, bytes: Uint8Array, offset: number, atMicros: number): void {
    const { lab, number } = owner;
    if (direction.sender === 'client') this.#planHold(owner, bytes.length, atMicros);
    lab.log.chunk(number, direction.sender, atMicros - lab.startMicros, offset, bytes, this.heldMicros);
  }

  /** Collects bytes of an exchange, with secrets blanked, until `endRun`. */
  give({ owner }: Exchange, direction: Direction, bytes: Uint8Array, offset: number, atMicros: number): void {
    if (!owner || bytes.length === 0) return;
    const shown = direction.blanker.isInHead ? direction.blanker.blank(bytes) : bytes;
    const run = this.#run;
    if (run !== null && run.owner === owner && run.atMicros === atMicros && run.end === offset) {
      run.parts.push(shown);
      run.end += shown.length;
    } else {
      this.endRun();
      this.#run = { owner, direction, parts: [shown], end: offset + shown.length, atMicros };
    }
  }

  /** Logs what is collected. */
  endRun(): void {
    if (this.#run === null) return;
    const { owner, direction, parts, end, atMicros } = this.#run;
    this.#run = null;
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    this.log(owner, direction, bytes, end - bytes.length, atMicros);
  }

  /**
   * How long bytes of the client are held: as long as its lab slows them; on a new connection also for the round trip of the
   * three-way handshake (RFC 9293 §3.5); and never less than the bytes before them. Bytes of an earlier read, whose owner is only
   * known now, have been handed on already. A read with requests of two labs is held as a whole, for the longer of the two.
   */
  #planHold({ impairment }: LabConnection, bytes: number, atMicros: number): void {
    if (this.heldMicros === NEVER_MICROS) return;
    if (impairment === UNIMPAIRED || atMicros !== this.#readAtMicros) {
      this.heldMicros = 0;
      return;
    }
    const { connectedAtMicros } = this.#labs;
    const leftAtMicros = impairment.delayMs === 0 ? atMicros : Math.max(atMicros, connectedAtMicros);
    this.heldMicros = this.#pace.client.due(leftAtMicros, bytes, impairment) - atMicros;
  }
}
