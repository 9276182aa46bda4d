import type { Connection, StreamEnd } from './decoder';
import type { Fetchable } from './fetched';
import type { Agreement } from './handshake';
import { httpFaults } from './http-faults-source';
import { HttpReader } from './http1';
import type { Intake } from './intake';
import type { Carried, Context, PayloadReader } from './layer';
import { type AnyLayer, LAYERS } from './layers';
import { Stream, type UnitLog, type UnitRecord } from './records';
import { are, count } from './text';
import type { Fault, Peer } from './unit';
import { WAIT_MICROS } from './waiting';
import { ControlPairs } from './websocket-control';
import { FrameReader } from './websocket-frame';
import { type FindHint, websocketHints } from './websocket-hints-source';
import { MessageReader } from './websocket-message';
import { addFault, EARLY, withHint } from './websocket-rules';

/** What connections share: the log, the order of work, and sessions that outlive a connection. */
export interface Shared {
  readonly log: UnitLog;
  readonly intake: Intake;
  readonly sessions: Map<string, unknown>;
}

/** One TCP connection: two streams, and for each the reader of its next byte. */
export class ConnectionState implements Connection {
  readonly id: number;
  readonly streams: Readonly<Record<Peer, Stream>>;
  readonly #shared: Shared;
  readonly #http: HttpReader;
  readonly #frames: Record<Peer, FrameReader | null> = { client: null, server: null };
  readonly #pairs = new ControlPairs();
  readonly #switchedAt: Partial<Record<Peer, number>> = {};
  /** How each direction ended, or null. */
  readonly #ended: Record<Peer, StreamEnd | null> = { client: null, server: null };
  /** How many bytes had come when the latest silence was looked at. */
  readonly #silentAt: Record<Peer, number> = { client: 0, server: 0 };
  #above: PayloadReader | null | undefined;
  #agreement: Agreement | null = null;
  readonly #findHint: FindHint = (unit, place, find) =>
    this.#shared.intake.run(() => {
      const hint = find(websocketHints.part);
      if (hint !== null) unit.fault = withHint(unit.fault!, place, hint);
    }, [websocketHints]);
  #sid: string | null = null;
  #hasNotedAnswer = false;
  #isPlain = false;

  constructor(id: number, shared: Shared) {
    this.id = id;
    this.#shared = shared;
    this.streams = { client: new Stream(id, 'client'), server: new Stream(id, 'server') };
    this.#http = new HttpReader(shared.log, this.streams, {
      switched: (sender, at, agreement, target) => this.#switch(sender, at, agreement, target),
      check: (rules, work) => shared.intake.run(work, [rules]),
      readBody: ({ target, contentType, isCompressed }, read) => {
        const carried = { below: 'http', target, subprotocol: '', contentType };
        if (layerFor(carried) === undefined) return;
        shared.intake.run(() => read(this.#open(carried)!), this.#needs(carried, isCompressed));
      },
      asked: (request, { target, method }) => {
        for (const { reads } of LAYERS) {
          if (reads?.asked) shared.intake.run(() => reads.asked!(request, method, target, shared.sessions));
        }
      },
      withFaults: (work) => shared.intake.run(work, [httpFaults]),
    });
  }

  get protocol(): Connection['protocol'] {
    if (this.#isPlain) return 'plain';
    const { client, server } = this.#frames;
    if (client !== null || server !== null) {
      return (client?.isOver ?? true) && (server?.isOver ?? true) ? 'undecoded' : 'websocket';
    }
    return this.#http.isOver('client') && this.#http.isOver('server') ? 'undecoded' : 'http';
  }

  get bytes(): Readonly<Record<Peer, number>> {
    return { client: this.streams.client.length, server: this.streams.server.length };
  }

  get switchedAt(): Readonly<Record<Peer, number>> | null {
    const { client, server } = this.#switchedAt;
    return client === undefined || server === undefined ? null : { client, server };
  }

  get websocket(): Connection['websocket'] {
    if (this.#agreement === null) return null;
    const { subprotocol, extensions } = this.#agreement;
    return { subprotocol, extensions };
  }

  get sid(): string | null {
    return this.#sid;
  }

  push(sender: Peer, bytes: Uint8Array, atMicros: number): void {
    if (this.#ended[sender] !== null) return;
    const read = this.#shared.log.addRead(this.streams[sender], atMicros, bytes);
    if (this.#isPlain) return;
    const frames = this.#frames[sender];
    if (frames === null) this.#http.push(sender, bytes);
    else frames.read(read, 0);
  }

  treatAsPlain(): void {
    this.#isPlain = true;
    this.streams.client.isPlain = true;
    this.streams.server.isPlain = true;
  }

  end(sender: Peer, how: StreamEnd): void {
    if (!this.#isPlain) this.#http.end(sender, how);
    this.#noteWithAnswer(() => true);
    this.#frames[sender]?.end(how);
    this.#ended[sender] = how;
  }

  /** The clock has come to this instant. */
  passTo(atMicros: number): void {
    if (this.#isPlain) return;
    for (const sender of ['client', 'server'] as const) {
      const { length, reads } = this.streams[sender];
      const isSilent = length > 0 && atMicros - reads.at(-1)!.at >= WAIT_MICROS;
      // Each silence is looked at once.
      if (this.#ended[sender] !== null || !isSilent || this.#silentAt[sender] === length) continue;
      this.#silentAt[sender] = length;
      const frames = this.#frames[sender];
      if (sender === 'server') this.#noteWithAnswer(({ kind }) => kind === 'ping');
      if (frames === null) this.#http.wait(sender);
      else frames.wait();
    }
  }

  /** Notes it on the first such frame that came with the 101, when the client has sent no byte since its request. */
  #noteWithAnswer(is: (frame: UnitRecord) => boolean): void {
    const { switchedAt, streams } = this;
    if (this.#hasNotedAnswer || this.#agreement === null || switchedAt === null) return;
    if (streams.client.length > switchedAt.client || this.#ended.server !== null) return;
    const { end } = streams.server.readAt(switchedAt.server - 1);
    const frame = streams.server.wireUnitsIn(switchedAt.server, end).find(is);
    if (frame === undefined || frame.isAfterFailure) return;
    this.#hasNotedAnswer = true;
    this.#findHint(frame, 0, ({ WITH_ANSWER }) => {
      addFault(frame, WITH_ANSWER);
      return null;
    });
  }

  /** Stops decoding this direction; its further bytes are kept as reads and one undecoded unit. */
  lose(sender: Peer, bytes: number): void {
    if (this.#isPlain) return;
    const fault: Fault = {
      message: `${count(bytes, 'byte')} ${are(bytes)} missing before this, so nothing from here on can be decoded.`,
      spec: 'Capture',
      range: { start: 0, end: 1 },
    };
    this.#frames[sender]?.stop(fault);
    this.#http.stop(sender, fault);
  }

  /** The reader of the first layer that accepts what is carried. */
  #open(carried: Carried): PayloadReader | null {
    const context: Context = {
      ...carried,
      log: this.#shared.log,
      shared: this.#shared.sessions,
      openAbove: (below) => this.#open({ ...carried, below }),
      joined: (sid) => {
        this.#sid = sid;
      },
    };
    return layerFor(carried)?.reads?.open(context) ?? null;
  }

  /** What must be fetched before this is read: the inflater, and the decoding of all layers that accept it. */
  #needs(carried: Carried, isCompressed: boolean): readonly Fetchable[] {
    const needs: Fetchable[] = isCompressed ? [this.#shared.log.inflaters] : [];
    for (let layer = layerFor(carried); layer; layer = layerFor({ ...carried, below: layer.id })) {
      if (layer.source) needs.push(layer.source);
    }
    return needs;
  }

  #switch(sender: Peer, at: number, agreement: Agreement | null, target: string): void {
    this.#switchedAt[sender] = at;
    if (agreement === null) return;
    this.#agreement = agreement;
    const { subprotocol } = agreement;
    const carried = { below: 'message', target, subprotocol, contentType: '' };
    const { log } = this.#shared;
    const compression = agreement.compression?.[sender] ?? null;
    const messages = new MessageReader(log, compression, this.#findHint);
    const stream = this.streams[sender];
    const frames = new FrameReader(log, stream, compression !== null, messages, this.#pairs, this.#findHint);
    this.#frames[sender] = frames;
    const arrived = stream.length;
    this.#shared.intake.run(
      () => {
        if (this.#above === undefined) this.#above = this.#open(carried);
        messages.above = this.#above;
        // Bytes in the same read as the handshake, or before its answer, are already frames.
        if (arrived > at) {
          for (const read of stream.reads.slice(stream.indexAt(at))) {
            frames.read(read, Math.max(0, at - read.start));
          }
        }
        if (sender === 'client') for (const frame of stream.wireUnitsIn(at, arrived)) addFault(frame, EARLY);
        const how = this.#ended[sender];
        if (how !== null) frames.end(how);
      },
      this.#needs(carried, compression !== null),
    );
  }
}

/** The first layer that accepts what is carried. */
function layerFor(carried: Carried): AnyLayer | undefined {
  return LAYERS.find(({ reads }) => reads?.accepts(carried));
}
