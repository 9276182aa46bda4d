import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../protocol/encode';
import type { FeedRecord } from '../../../protocol/feed';
import { fetchLayers } from '../../../protocol/layers';
import { createCapture } from '../../create-capture';
import { frame, Recording } from '../../recording/recording';
import type { FileEvent } from '../event';
import { joinBytes } from '../join-bytes';
import { cut } from '../packets/testing';
import { decodeEvents, readBack } from '../testing';
import { recordsOfCapture } from './capture-records';
import { EventRecords, RecordEvents } from './record-events';
import {
  createWire101RecordReader,
  encodeWire101,
  encodeWire101Header,
  type Wire101Header,
} from './wire101-file';

await fetchLayers();

const HEADER: Wire101Header = {
  version: 1,
  source: 'watched',
  server: 'localhost:3000',
  epochMs: 1_800_000_000_000,
};

function recorded(): Recording {
  const recording = new Recording();
  recording.open(1000).handshake(2000).client(5000, frame('text', 'Hello'), 300).end(6000, 'server', 'reset');
  recording.code(5500, { end: 'server', kind: 'log', text: 'hi' });
  return recording;
}

function recordsIn(...pieces: readonly Uint8Array[]) {
  const found: { header: Wire101Header | null; records: FeedRecord[]; broken: string[] } = {
    header: null,
    records: [],
    broken: [],
  };
  const reader = createWire101RecordReader({
    header: (header) => {
      found.header = header;
    },
    records: (records) => found.records.push(...records),
    broken: (text) => found.broken.push(text),
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return found;
}

describe('a saved capture', () => {
  const file = encodeWire101(HEADER, recorded().records);

  it('gives its records back, however it is split', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const pieces = cut(file, sizes);
        const read = recordsIn(...pieces);
        for (const piece of pieces) piece.fill(0xee);
        expect(read).toEqual({ header: HEADER, records: recorded().records, broken: [] });
      }),
    );
  });

  it('is the same capture again', () => {
    const again = createCapture();
    again.apply(recordsIn(file).records);
    expect(again.connections).toEqual(recorded().capture.connections);
    expect(again.decoder.units.length).toBe(recorded().capture.decoder.units.length);
  });

  it('is decoded like a packet capture, with absolute times', () => {
    const { units, events, notes } = readBack(file);
    expect(notes).toEqual([]);
    expect(units.map((unit) => unit.split(' ').slice(1, 4).join(' '))).toEqual([
      'http client request',
      'http server response',
      'websocket client text',
      'message client text',
    ]);
    expect(events[0]).toMatchObject({ atMicros: 1_800_000_000_001_000 });
    expect(events.at(-1)).toMatchObject({ kind: 'end', by: 'server', how: 'reset' });
  });

  it('that is cut or broken is read up to there', () => {
    expect(recordsIn(file.subarray(0, -3)).broken[0]).toMatch(
      /^This saved capture ends inside a record, after 5 whole ones/,
    );
    expect(recordsIn(joinBytes([file, Uint8Array.of(9, 0, 0, 0, 0)])).broken[0]).toMatch(
      /^After 6 records this saved capture is broken/,
    );
    expect(recordsIn(joinBytes([file, new Uint8Array(5).fill(255)])).broken).toHaveLength(1);
    const newer = encodeWire101Header({ ...HEADER, version: 2 as 1 });
    expect(recordsIn(newer).broken[0]).toContain('saved in version 2 of the format');
  });
});

describe('the records of events', () => {
  const open: FileEvent = {
    kind: 'open',
    connection: 1,
    client: { address: '10.0.0.1', port: 1 },
    server: { address: '10.0.0.2', port: 2 },
    atMicros: 10,
    start: 'given',
  };
  const eventsOf = (records: readonly FeedRecord[]) => {
    const events: FileEvent[] = [];
    const made = new RecordEvents((event) => events.push(event));
    for (const record of records) made.take(record);
    return events;
  };

  it('give the same events again, with the gap between bytes', () => {
    const events: readonly FileEvent[] = [
      open,
      { kind: 'chunk', connection: 1, sender: 'client', bytes: Uint8Array.of(1, 2), atMicros: 20 },
      { kind: 'gap', connection: 1, sender: 'client', bytes: 7, atMicros: 30 },
      { kind: 'chunk', connection: 1, sender: 'client', bytes: Uint8Array.of(3), atMicros: 30 },
      { kind: 'end', connection: 1, by: 'client', how: 'fin', atMicros: 40 },
    ];
    const made = new EventRecords(0);
    const records = events.flatMap((event) => made.of(event));
    expect(eventsOf(records)).toEqual(events);
    const capture = createCapture();
    capture.apply(records);
    expect(capture.missed).toEqual([{ atMicros: 20, bytes: 7, records: 1 }]);
  });

  it('close a connection once both sides have ended it, and not before', () => {
    const made = new EventRecords(0);
    const end = (by: 'client' | 'server', atMicros: number): FileEvent => {
      return { kind: 'end', connection: 1, by, how: 'fin', atMicros };
    };
    const capture = createCapture();
    for (const event of [open, end('server', 20)]) capture.apply(made.of(event));
    expect(capture.connection(1)?.closedAt).toBeNull();
    capture.apply(made.of(end('client', 30)));
    expect(capture.connection(1)?.closedAt).toBe(30);
    // A saved capture of it is the same.
    const again = eventsOf(recordsOfCapture(capture));
    const copy = createCapture();
    const madeAgain = new EventRecords(10);
    copy.apply(again.flatMap((event) => madeAgain.of(event)));
    expect(copy.connection(1)?.closedAt).toBe(20);
  });

  it('of a capture are those that made it, as far as they have bytes', () => {
    const { capture, records } = recorded();
    const units = (from: readonly FeedRecord[]) => decodeEvents(eventsOf(from)).units;
    const again = recordsOfCapture(capture);
    expect(units(again)).toEqual(units(records));
    const copy = createCapture();
    copy.apply(again);
    expect(copy.connections).toEqual(capture.connections);
    expect(copy.code).toEqual(capture.code);
  });

  it('keep apart what was put before the recording', () => {
    const pasted = readBack(encodeFrame('text', 'Hello', { isMasked: true }));
    const made = new EventRecords(0);
    const records = pasted.events.flatMap((event) => made.of(event));
    expect(records[0]).toMatchObject({
      type: 'open',
      via: 'recorded',
      added: { client: expect.any(Number) },
    });
    const capture = createCapture();
    capture.apply(records);
    for (const saved of [records, recordsOfCapture(capture)]) {
      expect(readBack(encodeWire101({ ...HEADER, source: 'pasted' }, saved)).units).toEqual(pasted.units);
    }
  });

  it('of a capture that missed bytes miss them, too', () => {
    const { records } = recorded();
    const [chunk] = records.filter((record) => record.type === 'chunk').slice(-1);
    const rest = records.map((record) =>
      record === chunk ? { ...chunk!, offset: chunk!.offset + 1234 } : record,
    );
    const capture = createCapture();
    const shifted = rest.map((record) =>
      'seq' in record && record.seq >= chunk!.seq ? { ...record, seq: record.seq + 1 } : record,
    );
    const missed = { type: 'missed' as const, fromSeq: chunk!.seq, toSeq: chunk!.seq, bytes: 1234 };
    capture.apply([...shifted.slice(0, chunk!.seq - 1), missed, ...shifted.slice(chunk!.seq - 1)]);
    const copy = createCapture();
    copy.apply(recordsOfCapture(capture));
    const last = (of: typeof capture) => of.decoder.units.at(-1)!;
    expect(last(capture).fault?.message).toMatch(/^1,234 bytes are missing before this/);
    expect(last(copy)).toMatchObject({ kind: 'undecoded', fault: last(capture).fault });
    expect(copy.missed.map(({ bytes }) => bytes)).toEqual([1234]);
  });
});
