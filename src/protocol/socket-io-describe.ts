import { engineContent } from './engine-io-content';
import { elementAt, jsonParts, MAX_PARTS } from './json';
import type { ByteRange, Field } from './layer-unit';
import { joinPieces, piecesLength, slicePieces } from './origin';
import type { UnitRecord } from './records';
import { attachmentsOf, packetText, type SocketUnit, socketPieces } from './socket-io-content';
import { idOf, namespaceOf, PacketScanner } from './socket-io-packet';
import { count, hexOf, nameOf, PREVIEW_BYTES, quote, quoteBytes, textOf } from './text';

const SPEC = 'Socket.IO protocol v5';

function field(name: string, start: number, end: number, value: string, term: string): Field {
  return { name, start, end, value, term, spec: SPEC };
}

/** Longer packets are shown with all their data as one field: splitting it would make a click slow. */
const MAX_PARTED_BYTES = 1024 * 1024;
/** How much of those is read. */
const SHOWN_BYTES = 1024;

export function socketFields(unit: SocketUnit): readonly Field[] {
  const pieces = socketPieces(unit as UnitRecord);
  const size = piecesLength(pieces);
  const textEnd = Math.min(size, piecesLength(packetText(unit as UnitRecord)));
  const seen = textEnd > MAX_PARTED_BYTES ? SHOWN_BYTES : textEnd;
  const bytes = joinPieces(slicePieces(pieces, 0, seen));
  const packet = new PacketScanner();
  packet.scan(bytes, 0, seen);
  const fields = textEnd === 0 ? [] : packetFields(unit, packet, bytes, textEnd);
  let start = textEnd;
  for (const [index, carrier] of (attachmentsOf(unit)?.packets ?? []).entries()) {
    const end = Math.min(size, start + piecesLength(engineContent(carrier)));
    const value = hexOf(
      joinPieces(slicePieces(pieces, start, Math.min(end, start + SHOWN_BYTES))),
      PREVIEW_BYTES,
    );
    if (end > start) fields.push(field(`Attachment ${index}`, start, end, value, 'socket-attachment'));
    start = end;
  }
  return fields;
}

function packetFields(unit: SocketUnit, packet: PacketScanner, bytes: Uint8Array, end: number): Field[] {
  if (unit.kind === 'undecoded') {
    return [field('Unknown packet', 0, end, quoteBytes(bytes.subarray(0, end)), 'socket-unknown')];
  }
  const { namespaceStart, idStart, dataStart } = packet;
  const text = (start: number, stop: number) => textOf(bytes.subarray(start, stop));
  const type = `${text(0, 1)} ${unit.kind.toUpperCase()}`;
  const fields = [field('Packet type', 0, 1, type, `socket-type-${unit.kind}`)];
  if (namespaceStart > 1) {
    fields.push(field('Attachment count', 1, namespaceStart, `${packet.attachments}`, 'socket-attachments'));
  }
  if (idStart > namespaceStart) {
    const value = namespaceOf(packet, bytes);
    fields.push(field('Namespace', namespaceStart, idStart, value, 'socket-namespace'));
  }
  if (dataStart > idStart) {
    fields.push(field('Acknowledgement id', idStart, dataStart, text(idStart, dataStart), 'socket-id'));
  }
  if (end > dataStart) fields.push(...dataFields(unit, packet, bytes, end));
  return fields;
}

function dataFields(unit: SocketUnit, packet: PacketScanner, bytes: Uint8Array, end: number): Field[] {
  const { dataStart } = packet;
  const isArray = bytes[dataStart] === 91;
  const isEmpty = /^\[\s*\]$/.test(textOf(bytes.subarray(dataStart, Math.min(end, dataStart + 16))));
  if (!isArray || isEmpty || packet.fault !== null) {
    return [field('Data', dataStart, end, quoteBytes(bytes.subarray(dataStart, end), 120), 'socket-data')];
  }
  const isEvent = unit.kind === 'event' || unit.kind === 'binary_event';
  return jsonParts(bytes, dataStart, end).map((range, index) => {
    if (index === MAX_PARTS - 1) {
      const rest = quoteBytes(bytes.subarray(range.start, range.end), 120);
      const first = isEvent ? index : index + 1;
      return field(`Arguments from ${first} on`, range.start, range.end, rest, 'socket-argument');
    }
    const { start: from, end: to } = elementAt(bytes, range, index === 0);
    const value = textOf(bytes.subarray(from, to));
    const isName = isEvent && index === 0;
    const name = isName ? 'Event name' : `Argument ${isEvent ? index : index + 1}`;
    return field(name, range.start, range.end, value, isName ? 'socket-event-name' : 'socket-argument');
  });
}

interface Shown {
  readonly name: string;
  readonly namespace: string;
  readonly id: string;
  readonly values: string;
}

/** What a label or sentence needs of the packet: of its data, the beginning. */
function show(unit: SocketUnit): Shown {
  const pieces = packetText(unit as UnitRecord);
  const isLong = piecesLength(pieces) > MAX_PARTED_BYTES;
  const bytes = joinPieces(isLong ? slicePieces(pieces, 0, SHOWN_BYTES) : pieces);
  const packet = new PacketScanner();
  packet.scan(bytes, 0, bytes.length);
  const place = { namespace: namespaceOf(packet, bytes), id: idOf(packet, bytes) };
  const { dataStart, end } = packet;
  if (dataStart === end || (packet.fault !== null && !isLong)) return { ...place, name: '', values: '' };
  const isEvent = unit.kind === 'event' || unit.kind === 'binary_event';
  const [first, rest] = bytes[dataStart] === 91 ? jsonParts(bytes, dataStart, end, 2) : [];
  const name = isEvent && first !== undefined ? nameIn(bytes, elementAt(bytes, first, true)) : '';
  if (isLong) return { ...place, name, values: '' };
  return { ...place, name, values: valuesText(bytes, packet, isEvent, first, rest) };
}

/** The event's name: a string or a number. */
function nameIn(bytes: Uint8Array, { start, end }: ByteRange): string {
  const text = textOf(bytes.subarray(start, end));
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}

/** The values as they stand in the packet, without the brackets around them: the beginning. */
function valuesText(
  bytes: Uint8Array,
  { dataStart, end }: PacketScanner,
  isEvent: boolean,
  first: ByteRange | undefined,
  rest: ByteRange | undefined,
): string {
  if (first === undefined) return textOf(bytes.subarray(dataStart, Math.min(end, dataStart + SHOWN_BYTES)));
  if (isEvent && rest === undefined) return '';
  const start = isEvent ? rest!.start : elementAt(bytes, first, true).start;
  const last = rest ?? first;
  const stop = bytes.lastIndexOf(93, last.end - 1);
  return textOf(bytes.subarray(start, Math.min(Math.max(start, stop), start + SHOWN_BYTES))).trim();
}

/** The name of an event; empty where it has none. */
export const eventName = (event: SocketUnit): string => show(event).name;

/** Others are too long for a label, or no number. */
const USUAL_ID = /^\d{1,9}$/;

export function socketLabel(unit: SocketUnit): string {
  if (unit.kind === 'undecoded') return 'unknown packet';
  const { name, namespace, id } = show(unit);
  const type = unit.kind.toUpperCase();
  const where = namespace === '/' ? '' : ` ${namespace}`;
  const asks = USUAL_ID.test(id) ? ` · asks for ack ${id}` : '';
  if (name !== '') return `${type} ${name}${where}${asks}`;
  if (unit.kind === 'ack' || unit.kind === 'binary_ack') return `${type} ${id}${where}`;
  return unit.kind === 'event' || unit.kind === 'binary_event' ? type : `${type} ${namespace}`;
}

export function socketSentence(unit: SocketUnit): string {
  const who = nameOf(unit.sender);
  const { name, namespace, id, values } = show(unit);
  const where = namespace === '/' ? '' : ` in the namespace ${namespace}`;
  const attachments = attachmentsOf(unit)?.count ?? 0;
  const binary = attachments === 0 ? '' : `, with ${count(attachments, 'attachment')}`;
  const shownValues = values === '' ? '' : `: ${quote(values, 80).slice(1, -1)}`;
  switch (unit.kind) {
    case 'connect':
      return unit.sender === 'client'
        ? `The client asked to join the namespace ${namespace}.`
        : `The server let the client join the namespace ${namespace}.`;
    case 'disconnect':
      return unit.sender === 'client'
        ? `The client left the namespace ${namespace}.`
        : `The server put the client out of the namespace ${namespace}.`;
    case 'connect_error':
      return `${who} refused the namespace ${namespace}${shownValues}.`;
    case 'event':
    case 'binary_event': {
      const asks = id === '' ? '' : `, asking for acknowledgement ${id}`;
      return `${who} emitted the event ${quote(name)}${where}${binary}${asks}${shownValues}.`;
    }
    case 'ack':
    case 'binary_ack':
      return `${who} ${acknowledged(unit, id)}${where}${binary}${shownValues}.`;
    default:
      return `${who} sent a packet that is not Socket.IO.`;
  }
}

/** What an acknowledgement did; one that answers no event has no partner, and a notice where that is certain. */
function acknowledged(unit: SocketUnit, id: string): string {
  const { partner, fault } = unit as UnitRecord;
  if (partner !== null || fault === null) return `acknowledged event ${id}`;
  const said = [fault, ...(fault.others ?? [])];
  if (said.some(({ message }) => message.startsWith('No event asked')))
    return `sent acknowledgement ${id}, which no event asked for`;
  return `sent acknowledgement ${id}`;
}

/** The line that sends the packet, rebuilt from it: `socket.emit("hi", …)`. */
export function socketCode(unit: SocketUnit): string | null {
  const fields = unit.kind === 'undecoded' ? [] : socketFields(unit).slice(0, 12);
  const values = fields
    .filter(({ term }) => term === 'socket-event-name' || term === 'socket-argument')
    .map(({ value }) => (value.length > 60 ? `${value.slice(0, 59)}…` : value));
  const asks = fields.some(({ term }) => term === 'socket-id');
  switch (unit.kind) {
    case 'event':
    case 'binary_event':
      return `socket.emit(${[...values, ...(asks ? ['callback'] : [])].join(', ')})`;
    case 'ack':
    case 'binary_ack':
      return `callback(${values.join(', ')})`;
    case 'connect':
      return unit.sender === 'client' ? joiningCode(show(unit).namespace) : "socket.on('connect', …)";
    case 'disconnect':
      return 'socket.disconnect()';
    default:
      return null;
  }
}

const joiningCode = (namespace: string): string =>
  namespace === '/' ? 'io()' : `io(${JSON.stringify(namespace)})`;
