import type { Call, Capture, CapturedConnection, CodeEvent } from '../capture/capture';
import type { Connection, Decoder } from '../protocol/decoder';
import { UNIMPAIRED } from '../protocol/feed';
import type { HttpHead } from '../protocol/http-head';
import type { Fault, LayerId, Peer, Unit, UnitKind } from '../protocol/unit';

/** What a test or the gallery says of a unit; everything else follows. */
export interface FakeUnit {
  readonly connection?: number;
  readonly layer?: LayerId;
  readonly kind: UnitKind;
  readonly sender: Peer;
  readonly at: number;
  readonly until?: number;
  readonly bytes?: number;
  readonly label?: string;
  readonly partial?: boolean;
  readonly fault?: Fault;
  /** Number of the page's call in the request line. */
  readonly call?: number;
  /** Of a response; 200 without. */
  readonly status?: number;
  /** Makes it the 101 response: HTTP ends behind it. */
  readonly switches?: boolean;
  /** What it carries, one above the other. */
  readonly carries?: readonly { readonly layer: LayerId; readonly kind: UnitKind; readonly label: string }[];
}

type Grown<T> = { -readonly [Key in keyof T]: T[Key] };

/** A capture made of declarations: for tests of the timeline, and for the gallery. Decodes nothing. */
export class FakeCapture implements Capture {
  revision = 0;
  readonly connections: CapturedConnection[] = [];
  readonly calls: Call[] = [];
  readonly code: CodeEvent[] = [];
  readonly missed = [];
  readonly fullAt = null;
  lastAt = 0;
  readonly units: Grown<Unit>[] = [];
  readonly decoder: Decoder;
  private readonly labels = new Map<Unit, string>();
  private readonly above = new Map<Unit, Unit>();
  private readonly requestCalls = new Map<Unit, number>();
  private readonly statuses = new Map<Unit, number>();
  private readonly states = new Map<number, Grown<Connection>>();
  private readonly listeners = new Set<() => void>();

  constructor() {
    this.decoder = this.createDecoder();
  }

  connect(id: number, at: number, more: Partial<CapturedConnection> = {}): this {
    const client = { address: '127.0.0.1', port: 51_830 + id };
    const server = { address: '127.0.0.1', port: 8101 };
    const withheldBytes = { client: 0, server: 0 };
    const plain = {
      via: 'direct',
      isPlain: false,
      withheldBytes,
      ends: [],
      closedAt: null,
      openedBy: null,
    } as const;
    const unimpaired = {
      impairment: UNIMPAIRED,
      impairments: [],
      held: { client: [], server: [] },
    };
    this.connections.push({ id, openedAt: at, client, server, ...plain, ...unimpaired, ...more });
    const bytes = { client: 0, server: 0 };
    this.states.set(id, { id, protocol: 'http', bytes, switchedAt: null, websocket: null, sid: null });
    return this.changed(at);
  }

  end(id: number, at: number, how: 'fin' | 'reset' | 'timeout' | 'closed', by: Peer): this {
    const index = this.connections.findIndex((connection) => connection.id === id);
    const old = this.connections[index]!;
    const closedAt = how === 'fin' ? old.closedAt : at;
    this.connections[index] = { ...old, ends: [...old.ends, { at, how, by }], closedAt };
    return this.changed(at);
  }

  call(kind: Call['kind'], opener: number, at: number, detail = ''): this {
    const isOpener = kind === 'new WebSocket' || kind === 'fetch' || kind === 'raw';
    this.addCall({ kind, opener, at, detail, end: 'client', ...(isOpener && { id: opener }) });
    return this;
  }

  unit(fake: FakeUnit): this {
    const { connection = 1, kind, sender, at } = fake;
    const layer = fake.layer ?? (kind === 'request' || kind === 'response' ? 'http' : 'websocket');
    const state = this.states.get(connection)!;
    const start = state.bytes[sender];
    const end = start + (fake.bytes ?? 10);
    const shared = {
      connection,
      sender,
      at,
      until: fake.until ?? at,
      start,
      end,
      partial: fake.partial ?? false,
    };
    const transfer = sender === 'client' ? 'read' : 'write';
    this.add({ ...shared, layer: 'tcp', kind: transfer, inside: null, partial: false, fault: null });
    const unit = this.add({ ...shared, layer, kind, inside: null, fault: fake.fault ?? null });
    this.labels.set(unit, fake.label ?? kind);
    if (fake.status !== undefined) this.statuses.set(unit, fake.status);
    if (fake.call !== undefined) this.requestCalls.set(unit, fake.call);
    let below = unit;
    for (const above of fake.carries ?? []) {
      const next = this.add({ ...shared, layer: above.layer, kind: above.kind, inside: below, fault: null });
      this.labels.set(next, above.label);
      this.above.set(below, next);
      below = next;
    }
    state.bytes = { ...state.bytes, [sender]: end };
    if (fake.switches) {
      state.switchedAt = { client: state.bytes.client, server: end };
      state.protocol = 'websocket';
    }
    return this.changed(shared.until);
  }

  /** Units already there are completed in place, as the decoder does. */
  grow(id: number, change: Partial<Pick<Unit, 'until' | 'end' | 'partial'>>): this {
    Object.assign(this.units[id]!, change);
    return this.changed(change.until ?? 0);
  }

  connection(id: number): CapturedConnection | undefined {
    return this.connections.find((connection) => connection.id === id);
  }

  apply(): void {
    throw new RangeError('a fake capture is built, not fed');
  }

  addCode(event: Omit<CodeEvent, 'id'>): CodeEvent {
    const made = { ...event, id: this.code.length };
    this.code.push(made);
    return made;
  }

  addPackets(): void {}

  addCall(call: Omit<Call, 'id'> & { readonly id?: number }): Call {
    const made = { id: 1000 + this.calls.length, ...call };
    this.calls.push(made);
    this.changed(0);
    return made;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  private changed(at: number): this {
    this.lastAt = Math.max(this.lastAt, at);
    this.revision++;
    for (const listener of this.listeners) listener();
    return this;
  }

  private add(unit: Omit<Unit, 'id'>): Unit {
    const made = { id: this.units.length, ...unit };
    this.units.push(made);
    return made;
  }

  private createDecoder(): Decoder {
    const capture = this;
    const none = new Uint8Array();
    return {
      units: this.units,
      get revision() {
        return capture.revision;
      },
      derivedBytes: 0,
      heldUp: null,
      retry() {},
      connection: (id) => this.states.get(id),
      treatAsPlain() {},
      push() {},
      end() {},
      lose() {},
      bytesOf: () => none,
      sizeOf: (unit) => unit.end - unit.start,
      contentOf: () => none,
      fieldsOf: () => [],
      headOf: (unit) => (unit.layer === 'http' ? this.headOf(unit) : null),
      labelOf: (unit) => this.labels.get(unit) ?? unit.kind,
      sentenceOf: (unit) => `The ${unit.sender} sent ${this.labels.get(unit) ?? unit.kind}.`,
      toWire: () => ({ precision: 'exact', ranges: [] }),
      fromWire: () => [],
      carriersOf: (unit) => (unit.inside ? [unit.inside] : []),
      contentsOf: (unit) => [this.above.get(unit)].filter((above) => above !== undefined),
      partnerOf: (unit) => this.partnerOf(unit),
      unitsAt: () => [],
    };
  }

  private headOf(unit: Unit): HttpHead {
    const kind = unit.kind === 'request' ? 'request' : 'response';
    const target = `/ws?call=${this.requestCalls.get(unit) ?? ''}`;
    const status = this.statuses.get(unit) ?? 200;
    return { kind, method: 'GET', target, status, reason: 'OK', version: 'HTTP/1.1', headers: [] };
  }

  /** The k-th response answers the k-th request of its connection, the k-th pong the k-th ping. */
  private partnerOf(unit: Unit): Unit | null {
    const partners = { request: 'response', response: 'request', ping: 'pong', pong: 'ping' } as const;
    if (!Object.hasOwn(partners, unit.kind)) return null;
    const partner = partners[unit.kind as keyof typeof partners];
    const ofKind = (kind: UnitKind) =>
      this.units.filter((other) => other.kind === kind && other.connection === unit.connection);
    return ofKind(partner)[ofKind(unit.kind).indexOf(unit)] ?? null;
  }
}
