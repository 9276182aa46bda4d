import { decodeFeed, encodeFeed, type FeedRecord } from '../../../protocol/feed';
import { grouped } from '../../../protocol/text';
import type { EmitEvent, FileReader } from '../event';
import { PieceBuffer } from '../piece-buffer';
import { RecordEvents } from './record-events';

/** Where the bytes of a saved capture come from. */
export type SavedSource = 'lab' | 'watched' | 'packets' | 'browser-record' | 'pasted';

/** What stands before the records (docs/wire101-format.md). */
export interface Wire101Header {
  readonly version: 1;
  readonly source: SavedSource;
  /** The server that was watched, such as "localhost:3000". */
  readonly server?: string;
  /** The Unix time of the records' 0, in milliseconds. */
  readonly epochMs: number;
}

const MAGIC = new TextEncoder().encode('wire101\n');
const HEAD_BYTES = MAGIC.length + 4;
const RECORD_HEAD_BYTES = 5;
/** A record holds one read or one write, which is far smaller. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;
const SOURCES: readonly string[] = ['lab', 'watched', 'packets', 'browser-record', 'pasted'];

/** Whether a file with these first bytes is a saved capture: at least eight of them. */
export const isWire101 = (first: Uint8Array): boolean => MAGIC.every((byte, at) => first[at] === byte);

/** The beginning of a file: any number of `encodeFeed(records)` follow it. */
export function encodeWire101Header(header: Wire101Header): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(HEAD_BYTES + json.length);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length);
  bytes.set(json, HEAD_BYTES);
  return bytes;
}

/** A whole file. */
export function encodeWire101(header: Wire101Header, records: readonly FeedRecord[]): Uint8Array {
  const head = encodeWire101Header(header);
  const body = encodeFeed(records);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

/** Takes what a saved capture holds. */
export interface Wire101Sink {
  header(header: Wire101Header): void;
  /** Their bytes are views of a buffer that nobody else keeps. */
  records(records: readonly FeedRecord[]): void;
  /** Why the rest cannot be read. */
  broken(text: string): void;
}

/** Reads a saved capture as records, for a `Capture`. */
export function createWire101RecordReader(sink: Wire101Sink): FileReader {
  const buffer = new PieceBuffer();
  let hasHeader = false;
  let records = 0;
  let isBroken = false;
  const fail = (text: string) => {
    isBroken = true;
    sink.broken(text);
  };

  const readHeader = (): boolean => {
    const head = buffer.peek(HEAD_BYTES);
    if (head === null) return false;
    const length = new DataView(head.buffer, head.byteOffset).getUint32(MAGIC.length);
    if (!isWire101(head) || length > MAX_HEADER_BYTES) {
      fail('This is not a capture that Wire 101 saved.');
      return false;
    }
    const whole = buffer.take(HEAD_BYTES + length);
    if (whole === null) return false;
    const header = parseHeader(whole.subarray(HEAD_BYTES));
    if (typeof header === 'string') {
      fail(header);
      return false;
    }
    hasHeader = true;
    sink.header(header);
    return true;
  };

  const readRecord = (): boolean => {
    const head = buffer.peek(RECORD_HEAD_BYTES);
    if (head === null) return false;
    const length = new DataView(head.buffer, head.byteOffset).getUint32(1);
    const record = length > MAX_RECORD_BYTES ? null : buffer.take(RECORD_HEAD_BYTES + length);
    if (length > MAX_RECORD_BYTES) fail(brokenAfter(records));
    if (record === null) return false;
    try {
      sink.records(decodeFeed(record.slice()));
    } catch {
      fail(brokenAfter(records));
      return false;
    }
    records++;
    return true;
  };

  return {
    push(piece) {
      if (isBroken) return;
      buffer.push(piece);
      while (!isBroken && (hasHeader ? readRecord() : readHeader()));
      buffer.release();
    },
    end() {
      if (!isBroken && (!hasHeader || buffer.length > 0)) {
        fail(
          `This saved capture ends inside ${hasHeader ? `a record, after ${grouped(records)} whole ones` : 'its header'}.`,
        );
      }
    },
  };
}

/** Reads a saved capture as events, for the decoders alone. */
export function createWire101Reader(emit: EmitEvent): FileReader {
  const events = new RecordEvents(emit);
  let epochMicros = 0;
  const reader = createWire101RecordReader({
    header: ({ epochMs, source }) => {
      epochMicros = epochMs * 1000;
      if (source === 'browser-record' || source === 'pasted') {
        emit({ kind: 'note', what: source, text: SOURCE_NOTES[source] });
      }
    },
    records: (records) => {
      for (const record of records) events.take(record, epochMicros);
    },
    broken: (text) => emit({ kind: 'note', what: 'broken-file', text }),
  });
  return reader;
}

const SOURCE_NOTES = {
  'browser-record': 'These bytes were made from a browser’s record (HAR), which holds no bytes.',
  pasted: 'These bytes were pasted, without a time and without an address.',
} as const;

const brokenAfter = (records: number) =>
  `After ${grouped(records)} records this saved capture is broken. Nothing after that was read.`;

function parseHeader(json: Uint8Array): Wire101Header | string {
  try {
    const header = JSON.parse(new TextDecoder().decode(json)) as Partial<Wire101Header> | null;
    const version: unknown = header?.version;
    if (version !== 1)
      return `This capture was saved in version ${String(version)} of the format, and this program reads version 1.`;
    const { source, epochMs, server } = header as Partial<Wire101Header>;
    if (!SOURCES.includes(String(source)) || !Number.isFinite(epochMs))
      return 'The header of this saved capture is broken.';
    return {
      version,
      source: source!,
      ...(typeof server === 'string' && { server }),
      epochMs: epochMs!,
    };
  } catch {
    return 'The header of this saved capture is broken.';
  }
}
