import type { Layer } from './layer';
import type { LayerUnit, Peer } from './layer-unit';
import type { ReadKind, ReadUnit, UnitRecord } from './records';
import { count, grouped, quoteBytes } from './text';

/** The reads or writes that a unit on the wire came in. */
export function readsOf(unit: LayerUnit): readonly ReadUnit[] {
  const { stream } = unit as UnitRecord;
  const first = stream.indexAt(unit.start);
  const last = stream.indexAt(Math.max(unit.start, unit.end - 1));
  return stream.reads.slice(first, last + 1);
}

/** What the server's socket read or wrote in one go. Not a TCP segment: the server's program never sees those. */
export const tcpReads: Layer<'tcp', ReadKind> = {
  id: 'tcp',
  kinds: ['read', 'write', 'bytes'],
  name: 'TCP',
  shortName: 'Bytes',
  title: 'Bytes on the connection',
  about: 'One read or one write of the server’s socket: as many bytes as happened to be there at once.',
  colour: '--tcp',
  documents: {
    'RFC 9293': null,
    'RFC 6298': null,
    'RFC 5681': null,
    'RFC 793': null,
    'RFC 1122': null,
    'RFC 7413': null,
    'RFC 896': null,
  },
  wire: 'bytes',
  hiddenByTools: { unit: () => true },
  isText: () => false,
  noun: verbOf,
  pieces: (unit) => [
    { stream: (unit as ReadUnit).stream, start: unit.start, end: unit.end, key: 0, phase: 0 },
  ],
  fields: (unit) => [
    {
      name: 'Bytes',
      start: 0,
      end: unit.end - unit.start,
      value: count(unit.end - unit.start, 'byte'),
      term: 'tcp-bytes',
      spec: 'RFC 9293 §3.8',
    },
  ],
  label(unit) {
    const size = unit.end - unit.start;
    if (unit.kind !== 'bytes') return `${unit.kind} ${grouped(size)} B`;
    // Of many bytes, the size says more than the beginning.
    const shown = size > PLAIN_TEXT ? `${grouped(size)} B` : quoteBytes((unit as ReadUnit).bytes, PLAIN_TEXT);
    return `${verbOf(unit.sender)} ${shown}`;
  },
  sentence(unit) {
    const size = count(unit.end - unit.start, 'byte');
    const text = unit.kind === 'bytes' ? `: ${quoteBytes((unit as ReadUnit).bytes)}` : '';
    return unit.sender === 'client'
      ? `The server’s socket read ${size} from the client in one go${text}.`
      : `The server’s socket wrote ${size} to the client in one go${text}.`;
  },
  carriers: () => [],
};

const PLAIN_TEXT = 12;

/** What the server's socket does with bytes from this side. */
function verbOf(sender: Peer): 'read' | 'write' {
  return sender === 'client' ? 'read' : 'write';
}
