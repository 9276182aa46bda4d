import { type EndRecord, type Impairment, UNIMPAIRED } from '../src/protocol/feed';
import type { HttpFault } from '../src/protocol/http-head';
import type { Peer } from '../src/protocol/unit';
import { ClientDirection } from './client-direction';
import { ConnectionLabs, type LabActions } from './connection-labs';
import type { Direction } from './direction';
import { Exchanges } from './exchanges';
import type { ConnectionFacts, Lab } from './lab';
import { LabChunks } from './lab-chunks';
import { ServerDirection } from './server-direction';
import type { Witness } from './witness';

/**
 * Finds out who owns the bytes of one connection, exchange by exchange: a browser may use one connection for
 * several labs, for pages and for scripts. Request k and response k belong to the lab that the k-th request target
 * names. What follows a request to change the protocol belongs to the same lab, since this server never goes back
 * to HTTP after one. A raw client's connection belongs to its lab as a whole. Bytes that nobody owns are not kept.
 *
 * It reads requests at least as strictly as the server's parser. Where it can no longer tell them apart, the parser gets nothing
 * from there on and the rest of the connection belongs to nobody: what the parser would make of it could be another lab's.
 */
export class Attribution implements Witness, LabActions {
  readonly #exchanges = new Exchanges();
  readonly #labs: ConnectionLabs;
  readonly #chunks: LabChunks;
  readonly #client: ClientDirection;
  readonly #server: ServerDirection;
  onImpaired: (() => void) | null = null;
  /** Ends the connection by order; set by the owner of the socket. */
  onOrder: LabActions['onOrder'] = null;
  /** Called once, when requests can no longer be told apart and everything before that has reached the application. */
  onRefused: ((fault: HttpFault) => void) | null = null;

  /** `ownerOf` finds the lab that a request target names. */
  constructor(facts: ConnectionFacts, ownerOf: (target: string) => Lab | null) {
    this.#labs = new ConnectionLabs(facts, ownerOf, this);
    this.#chunks = new LabChunks(this.#labs);
    this.#client = new ClientDirection(this.#exchanges, this.#labs, this.#chunks);
    this.#server = new ServerDirection(this.#exchanges, this.#chunks, this.#client);
  }

  /** Its number in this lab; undefined when it has carried none of the lab's traffic. */
  numberIn(lab: Lab): number | undefined {
    return this.#labs.find(lab)?.number;
  }

  /** It has carried a lab's traffic. */
  get isOfLab(): boolean {
    return !this.#labs.isEmpty;
  }

  /** The lab whose raw client opened this connection, or null. */
  get rawOwner(): Lab | null {
    return this.#exchanges.rawOwner?.lab ?? null;
  }

  /** The whole connection is this lab's: its raw client opened it, or its relay accepted it. Call it before the first byte. */
  claim(lab: Lab, via: 'raw' | 'relay' = 'raw'): void {
    this.#exchanges.claim(this.#labs.claim(lab, via));
    if (!this.#labs.isPlain) return;
    this.#client.switchFor(this.#exchanges.current);
    this.#server.switchFor(this.#exchanges.current);
  }

  /**
   * The server's parser has found a request. False when it is not the one that comes next here: the two disagree where
   * requests begin, and the connection must end.
   */
  took(target: string, asksToSwitch: boolean): boolean {
    return this.#client.took(target, asksToSwitch);
  }

  /** From here on nobody can tell whose the client's bytes are. All of a raw client's belong to its lab. */
  lose(): void {
    this.#client.lose();
  }

  get isLost(): boolean {
    return this.#client.isLost;
  }

  get allowedBytes(): number {
    return this.#client.allowedBytes;
  }

  refused(): void {
    const fault = this.#client.takeFault();
    if (fault !== null) this.onRefused?.(fault);
  }

  read(bytes: Buffer, atMicros: number): number {
    this.#chunks.beginRead(atMicros);
    this.#client.beginRead();
    this.#client.judgeEarly(bytes);
    this.#pass(this.#client, bytes, atMicros);
    return this.#chunks.heldMicros;
  }

  written(bytes: Buffer, atMicros: number, heldMicros: number): void {
    this.#chunks.heldMicros = heldMicros;
    this.#pass(this.#server, bytes, atMicros);
  }

  swallowed(sender: Peer, bytes: Buffer, atMicros: number): void {
    this.#chunks.beginSwallowed();
    if (sender === 'server') this.#pass(this.#server, bytes, atMicros);
    else {
      this.#client.judgeEarly(bytes);
      this.#pass(this.#client, bytes, atMicros);
      this.#client.addGap();
    }
  }

  end(by: Peer, how: EndRecord['how'], atMicros: number): void {
    this.#labs.ended(by, how, atMicros);
  }

  get impairment(): Impairment {
    return (this.#client.rest?.owner ?? this.#labs.last)?.impairment ?? UNIMPAIRED;
  }

  holdMicros(sender: Peer, bytes: number): number {
    const direction = sender === 'server' ? this.#server : this.#client;
    const connection = direction.exchange.owner ?? this.#labs.last;
    return connection === undefined ? 0 : this.#chunks.holdMicros(sender, bytes, connection);
  }

  #pass(direction: Direction, bytes: Buffer, atMicros: number): void {
    const { rest, bytes: offset } = direction;
    direction.bytes = offset + bytes.length;
    if (rest !== null) {
      // The hot path: after a 101 response, or in what is no HTTP, nothing is parsed any more.
      const { blanker } = direction;
      const shown = blanker.isInHead ? blanker.blank(bytes) : bytes;
      if (rest.owner && bytes.length > 0) this.#chunks.log(rest.owner, direction, shown, offset, atMicros);
      return;
    }
    direction.read(bytes, offset, atMicros);
    this.#chunks.endRun();
  }
}
