import { grouped } from '../../protocol/text';
import { looksOf } from './decode/looks';
import type { EmitEvent, FileReader } from './event';
import { emitHar, isHar } from './har/read-har';
import { joinBytes } from './join-bytes';
import { createPacketReader } from './packets/capture-reader';
import { createPcapReader, isPcap } from './packets/pcap';
import { createPcapngReader, isPcapng } from './packets/pcapng';
import { emitPasted } from './paste/pasted-events';
import { readPasted } from './paste/read-pasted';
import { createWire101Reader, isWire101 } from './save/wire101-file';

/** First bytes that are enough to tell a format. */
const ENOUGH_BYTES = 8;
/** A text is read as a whole. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** Whether a file with these first bytes is compressed with gzip: at least two of them. */
export const isGzip = (first: Uint8Array): boolean => first[0] === 0x1f && first[1] === 0x8b;

/**
 * Reads a file of any format that is known, found by its content: packet captures (pcap, pcapng), browsers’ records
 * (HAR), saved captures and pasted bytes. What is compressed must be decompressed before: see `isGzip`.
 */
export function createFileReader(emit: EmitEvent): FileReader {
  let first: Uint8Array = new Uint8Array(0);
  let reader: FileReader | null = null;
  return {
    push(piece) {
      if (reader !== null) {
        reader.push(piece);
        return;
      }
      first = joinBytes([first, piece]);
      if (first.length < ENOUGH_BYTES) return;
      reader = readerFor(first, emit);
      reader.push(first);
    },
    end() {
      if (reader === null) {
        reader = readerFor(first, emit);
        reader.push(first);
      }
      reader.end();
    },
  };
}

function readerFor(first: Uint8Array, emit: EmitEvent): FileReader {
  if (isWire101(first)) return createWire101Reader(emit);
  if (!isPcap(first) && !isPcapng(first)) return createWholeReader(emit);
  const packets = createPacketReader(emit);
  const reader = (isPcap(first) ? createPcapReader : createPcapngReader)(packets.take, emit);
  return {
    push: (piece) => reader.push(piece),
    end() {
      reader.end();
      packets.end();
    },
  };
}

/** Reads what can only be judged as a whole: text, or raw bytes. */
function createWholeReader(emit: EmitEvent): FileReader {
  const pieces: Uint8Array[] = [];
  let size = 0;
  return {
    push(piece) {
      size += piece.length;
      if (size <= MAX_TEXT_BYTES) pieces.push(piece.slice());
      else pieces.length = 0;
    },
    end() {
      if (size <= MAX_TEXT_BYTES) {
        emitWhole(joinBytes(pieces), emit);
        return;
      }
      const text = `This file is not a packet capture, and is too large for anything else: more than ${grouped(MAX_TEXT_BYTES)} bytes.`;
      emit({ kind: 'note', what: 'unknown-format', text });
    },
  };
}

function emitWhole(bytes: Uint8Array, emit: EmitEvent): void {
  const text = textOf(bytes);
  if (text === null) {
    if (looksOf(bytes) === 'other') {
      emit({ kind: 'note', what: 'unknown-format', text: unknownBytes(bytes) });
      return;
    }
    // Otherwise they are what one side sent.
    emitPasted({ form: 'raw', parts: [{ sender: null, bytes }], remark: '' }, emit);
    return;
  }
  const json = /^\s*\{\s*"log"/.test(text) ? parseJson(text) : undefined;
  if (isHar(json)) {
    emitHar(json, emit);
    return;
  }
  const result = readPasted(text);
  if (result.kind === 'ok') emitPasted(result.pasted, emit);
  else emit({ kind: 'note', what: 'unknown-format', text: result.sentence });
}

/** Files that people may take for a capture that can be read, by their first bytes in hexadecimal digits. */
const OTHERS: readonly (readonly [start: RegExp, name: string])[] = [
  [
    /^(?:a1b2cd34|34cdb2a1)/,
    'a pcap file in a variant that only old programs write: convert it with “editcap -F pcap”',
  ],
  [/^(?:52545353|474d4255)/, 'a capture of Network Monitor: convert it with “editcap -F pcapng”'],
  [/^736e6f6f70/, 'a capture of snoop: convert it with “editcap -F pcapng”'],
  [/^(?:504b0304|28b52ffd|fd377a58|425a68)/, 'an archive (zip, zstd, xz or bzip2): unpack it first'],
];

function unknownBytes(bytes: Uint8Array): string {
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  const other = OTHERS.find(([pattern]) => pattern.test(start.join('')))?.[1];
  return other === undefined
    ? `These bytes are not a capture that can be read, nor text, HTTP or a WebSocket frame: they begin with ${start.join(' ')}.`
    : `This is ${other}.`;
}

/** The bytes as text; null when they are no text in UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their presence is what tells bytes from text.
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
