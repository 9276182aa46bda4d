import { ConnectionState, type Shared } from './connection';
import type { WritableDecoder } from './decoder';
import { DerivedBytes } from './derived';
import { headOf } from './http1-content';
import { type InflaterSource, inflaterSource } from './inflater-source';
import { Intake } from './intake';
import type { LayerUnit } from './layer-unit';
import { layerOf } from './layers';
import { clip, joinPieces, ownRanges, type Piece, piecesLength, slicePieces, wireOf } from './origin';
import { ReadUnit, type Stream, UnitLog, type UnitRecord } from './records';
import type { ByteRange, Unit } from './unit';

interface DecoderOptions {
  /** Most bytes of inflated and other derived data that are kept at a time. */
  readonly keptBytes?: number;
  readonly inflaters?: InflaterSource;
  /** Called when bytes that were held up have been decoded, or could not be: see `Decoder.heldUp`. */
  readonly changed?: () => void;
}

/** An empty decoder: push the chunks of any number of connections, and read the units. */
export function createDecoder(options: DecoderOptions = {}): WritableDecoder {
  const { keptBytes, inflaters = inflaterSource, changed = () => undefined } = options;
  const log = new UnitLog(new DerivedBytes(keptBytes), inflaters);
  const intake = new Intake(log, changed);
  const shared: Shared = { log, intake, sessions: new Map() };
  const connections = new Map<number, ConnectionState>();
  const stateOf = (id: number): ConnectionState => {
    const existing = connections.get(id);
    if (existing !== undefined) return existing;
    const state = new ConnectionState(id, shared);
    connections.set(id, state);
    return state;
  };

  return {
    units: registered(log.units),
    faulty: registered(log.faulty),
    get revision() {
      return log.revision;
    },
    get derivedBytes() {
      return log.derived.size;
    },
    get heldUp() {
      return intake.heldUp;
    },
    retry: () => intake.retry(),
    connection: (id) => connections.get(id),
    push(connection, sender, bytes, atMicros) {
      intake.run(() => {
        log.revision++;
        if (bytes.length > 0) stateOf(connection).push(sender, bytes, atMicros);
      });
    },
    treatAsPlain(connection) {
      intake.run(() => stateOf(connection).treatAsPlain());
    },
    end(connection, sender, how = 'fin') {
      intake.run(() => {
        log.revision++;
        stateOf(connection).end(sender, how);
      });
    },
    passTo(atMicros, isHeld = () => false) {
      intake.run(() => {
        log.revision++;
        for (const state of connections.values()) if (!isHeld(state.id)) state.passTo(atMicros);
        for (const waiting of log.waiting) if (!waiting.passTo(atMicros, isHeld)) log.waiting.delete(waiting);
      });
    },
    lose(connection, sender, bytes) {
      intake.run(() => {
        log.revision++;
        stateOf(connection).lose(sender, bytes);
      });
    },
    bytesOf: (unit, range) => joinPieces(rangePieces(unit, range)),
    sizeOf: (unit) => piecesLength(piecesOf(unit)),
    contentOf: (unit) => joinPieces(layerOf(unit.layer).content?.(unit) ?? piecesOf(unit)),
    fieldsOf: (unit) => layerOf(unit.layer).fields(unit),
    labelOf: (unit) => layerOf(unit.layer).label(unit),
    sentenceOf: (unit) => layerOf(unit.layer).sentence(unit),
    headOf,
    toWire: (unit, range) => wireOf(rangePieces(unit, range)),
    fromWire: (unit, ranges) => ownRanges(piecesOf(unit), ranges),
    carriersOf: (unit) => registered(layerOf(unit.layer).carriers(unit)),
    contentsOf: (unit) => registered(contentsOf(unit)),
    partnerOf: (unit) => (unit instanceof ReadUnit ? null : ((unit as UnitRecord).partner as Unit | null)),
    unitsAt(connection, sender, offset) {
      const stream = connections.get(connection)?.streams[sender];
      return stream === undefined ? [] : registered(unitsAt(stream, offset));
    },
  };
}

/** Only registered layers make units. */
const registered = (units: readonly LayerUnit[]) => units as readonly Unit[];

const piecesOf = (unit: LayerUnit): readonly Piece[] => layerOf(unit.layer).pieces(unit as Unit);

function rangePieces(unit: Unit, range: ByteRange | undefined): readonly Piece[] {
  if (range === undefined) return piecesOf(unit);
  const { start, end } = clip(range, Number.MAX_SAFE_INTEGER);
  return slicePieces(piecesOf(unit), start, end);
}

function contentsOf(unit: LayerUnit): readonly LayerUnit[] {
  if (unit instanceof ReadUnit) return unit.stream.wireUnitsIn(unit.start, unit.end);
  const contents: LayerUnit[] = [];
  const first = (unit as UnitRecord).content;
  // The next fragment carries the same message; the next packet of a body is more content.
  for (let content = first; content !== null; content = content.next) {
    if (content !== first && content.inside !== unit) break;
    contents.push(content);
  }
  return contents;
}

function unitsAt(stream: Stream, offset: number): readonly LayerUnit[] {
  if (offset < 0 || offset >= stream.length) return [];
  const found: LayerUnit[] = [stream.readAt(offset), ...stream.wireUnitsIn(offset, offset + 1)];
  let carrier = found[1];
  while (carrier !== undefined) {
    const holder: LayerUnit | undefined = contentsOf(carrier).find((unit) => holds(unit, stream, offset));
    if (holder !== undefined) found.push(holder);
    carrier = holder;
  }
  return found;
}

function holds(unit: LayerUnit, stream: Stream, offset: number): boolean {
  const isHere = unit.connection === stream.connection && unit.sender === stream.sender;
  // Where its pieces stand takes longer to find than that none of them can be here.
  if (isHere && (offset < unit.start || offset >= unit.end)) return false;
  return wireOf(piecesOf(unit)).ranges.some(
    ({ connection, sender, start, end }) =>
      connection === stream.connection && sender === stream.sender && start <= offset && offset < end,
  );
}
