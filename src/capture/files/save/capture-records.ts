import type { FeedRecord } from '../../../protocol/feed';
import type { Peer } from '../../../protocol/unit';
import type { Capture, CapturedConnection } from '../../capture';

type Unnumbered = FeedRecord extends infer Each
  ? Each extends { readonly seq: number }
    ? Omit<Each, 'seq'>
    : never
  : never;

/**
 * The feed's records of a capture, in the order of their times, as if they came for the first time: what a saved capture
 * holds. Where bytes were missed, a missed record stands. Bytes of other labs stay out; so do the page's calls, which no
 * feed has.
 */
export function recordsOfCapture(capture: Capture): FeedRecord[] {
  const records: Unnumbered[] = [
    ...capture.connections.flatMap((connection) => [openOf(connection), ...impairmentsOf(connection)]),
    ...capture.connections.flatMap(upstreamOf),
    ...chunksOf(capture),
    ...capture.connections.flatMap(endsOf),
    ...capture.code.flatMap(({ at, end, run, kind, line, text, packets }): Unnumbered[] =>
      end === 'client' ? [] : [{ type: 'code', atMicros: at, run, kind, line, text, packets }],
    ),
  ];
  // Sorting keeps the order of records of one instant: a connection opens before its bytes, and ends after them.
  records.sort((a, b) => a.atMicros - b.atMicros);
  const lost = lossesIn(capture);
  const numbered: FeedRecord[] = [];
  let seq = 0;
  for (const record of records) {
    seq++;
    const bytes = record.type === 'chunk' ? lost.before(record.connection, record.sender, record.offset) : 0;
    if (bytes > 0) {
      numbered.push({ type: 'missed', fromSeq: seq, toSeq: seq, bytes });
      seq++;
    }
    const shift =
      record.type === 'chunk' ? { offset: record.offset + lost.upTo(record.connection, record.sender) } : {};
    numbered.push({ ...record, ...shift, seq } as FeedRecord);
  }
  return numbered;
}

/** Where bytes were missed, which decoders tell with the first unit that they cannot decode. */
function lossesIn({ decoder }: Capture) {
  const at = new Map<string, number>();
  const passed = new Map<string, number>();
  for (const { fault, kind, connection, sender, start } of decoder.faulty) {
    const size =
      fault?.spec === 'Capture' && kind === 'undecoded'
        ? /^[\d,]+(?= byte)/.exec(fault.message)?.[0]
        : undefined;
    if (size !== undefined) at.set(`${connection} ${sender} ${start}`, Number(size.replaceAll(',', '')));
  }
  return {
    /** How many bytes were missed right before this one. */
    before(connection: number, sender: Peer, start: number): number {
      const bytes = at.get(`${connection} ${sender} ${start}`) ?? 0;
      if (bytes > 0) passed.set(`${connection} ${sender}`, bytes);
      return bytes;
    },
    /** How many were missed so far. */
    upTo: (connection: number, sender: Peer): number => passed.get(`${connection} ${sender}`) ?? 0,
  };
}

function openOf({ id, openedAt, client, server, via, isPlain, added }: CapturedConnection): Unnumbered {
  const plain = isPlain ? { isPlain: true as const } : {};
  const before = added.client + added.server > 0 ? { added } : {};
  return { type: 'open', connection: id, atMicros: openedAt, client, server, via, ...plain, ...before };
}

const impairmentsOf = ({ id, impairments }: CapturedConnection): Unnumbered[] =>
  impairments.map(({ at, impairment }) => ({
    type: 'impairment',
    connection: id,
    atMicros: at,
    ...impairment,
  }));

const upstreamOf = ({ id, upstream }: CapturedConnection): Unnumbered[] =>
  upstream === null
    ? []
    : [{ type: 'upstream', connection: id, atMicros: upstream.at, how: upstream.how, text: upstream.text }];

const endsOf = ({ id, ends }: CapturedConnection): Unnumbered[] =>
  ends.map(({ at, how, by }) => ({ type: 'end', connection: id, atMicros: at, how, by }));

function chunksOf(capture: Capture): Unnumbered[] {
  const { decoder } = capture;
  const heldAt = new Map<string, number>();
  return decoder.units.flatMap((unit): Unnumbered[] => {
    // Reads are the only units of the bytes themselves: they tile each direction.
    if (unit.layer !== 'tcp') return [];
    const { sender, start, at } = unit;
    const heldMicros = heldOf(capture.connection(unit.connection), sender, start, heldAt);
    const bytes = decoder.bytesOf(unit);
    return [
      { type: 'chunk', connection: unit.connection, sender, atMicros: at, offset: start, heldMicros, bytes },
    ];
  });
}

/** How long the lab held the bytes at `start`; they come in stream order, so the search goes on where it was. */
function heldOf(
  connection: CapturedConnection | undefined,
  sender: Peer,
  start: number,
  heldAt: Map<string, number>,
): number {
  if (connection === undefined) return 0;
  const key = `${connection.id} ${sender}`;
  const held = connection.held[sender];
  let at = heldAt.get(key) ?? 0;
  while (at < held.length && held[at]!.end <= start) at++;
  heldAt.set(key, at);
  const found = held[at];
  return found !== undefined && found.start <= start ? found.heldMicros : 0;
}
