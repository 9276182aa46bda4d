import { decodePayload, type Packet } from 'engine.io-parser';
import { PacketType, Decoder as Parser } from 'socket.io-parser';
import { describe, expect, inject, it } from 'vitest';
import { createDecoder } from './create-decoder';
import { encodeFrame, encodeRequest, encodeResponse } from './encode';
import { idOf, namespaceOf, PacketScanner } from './socket-io-packet';
import { mutate } from './testing/mutate';
import { pick, randomOf } from './testing/random';
import { concat, openedDecoder, unitsOf, utf8 } from './testing/units';

// The decoders against the parsers of the real libraries, on mutated packets: whether they take them, and as what.

const RUNS = 4_000;
const SEPARATOR = '\x1e';
const random = randomOf(inject('seed'));
const decoded = new TextDecoder('utf-8', { ignoreBOM: true });
/** Mutated UTF-8 that is UTF-8 again: WebSocket lets nothing else through. */
const mutatedText = (text: string): string => decoded.decode(mutate(utf8.encode(text), random));

/** Node reads the low byte of each character that is not ASCII, among base64; the decoders skip it. */
const hasOddBase64 = (body: string): boolean =>
  body.split(SEPARATOR).some((packet) => packet.startsWith('b') && /[^ -~]/.test(packet));

/** Where the decoders differ from the parsers on purpose. */
const DIFFERENCES: readonly { readonly packet: RegExp; readonly why: string }[] = [
  {
    packet: /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/,
    why: 'JavaScript takes Unicode’s spaces for the number 0: the parser reads them as an acknowledgement id, the decoders only ASCII ones',
  },
  {
    packet: /^(\s|$)/,
    why: 'JavaScript takes a space, and nothing, for the number 0, the type of CONNECT; Engine.IO hands over no empty packet',
  },
  {
    packet: /^[56][^-]{32}/,
    why: 'a count of attachments of more than 32 characters: the parser reads it, as “1.000…”',
  },
];

const isKnownDifference = (packet: string): boolean => DIFFERENCES.some((known) => known.packet.test(packet));

describe('socket.io-parser', () => {
  const PACKETS = [
    '0',
    '0/admin,{"sid":"x"}',
    '1/admin,',
    '2["a",{"b":[1,-2.5e3,true,null,"\\u00e9\\n"]},"é🙂"]',
    '2/admin,12["ask"]',
    '23["ask",["x"]]',
    '3/admin,12[]',
    '4{"message":"no"}',
    '51-["file",{"_placeholder":true,"num":0}]',
    '62-/admin,7[{"_placeholder":true,"num":1},[{"_placeholder":true,"num":0}]]',
    '2["connect"]',
    '2["disconnecting",1]',
  ];
  const ATTACHMENT = Uint8Array.of(1, 2, 3);

  /** What the parser makes of a packet and as many attachments as it wants; null when it throws. */
  function parsed(text: string) {
    const parser = new Parser();
    let packet: { type: number; nsp: string; id?: number; data?: unknown } | null = null;
    parser.on('decoded', (whole) => {
      packet = whole;
    });
    try {
      parser.add(text);
      for (let count = 0; packet === null && count < 10; count++) parser.add(Buffer.from(ATTACHMENT));
    } catch {
      return null;
    }
    return packet as { type: number; nsp: string; id?: number; data?: unknown } | null;
  }

  /** The same by the decoders, with what they found. */
  function ours(text: string) {
    const decoder = openedDecoder({ target: '/socket.io/?EIO=4&transport=websocket&sid=s' });
    const push = (kind: 'text' | 'binary', payload: Uint8Array) =>
      decoder.push(1, 'server', encodeFrame(kind, payload, { isMasked: false }), 0);
    push('text', utf8.encode(`4${text}`));
    const [unit] = unitsOf(decoder, 'socket.io');
    for (let count = 0; unit!.partial && count < 10; count++) push('binary', ATTACHMENT);
    const faults = [unit!.fault, ...(unit!.fault?.others ?? [])];
    if (faults.some((fault) => fault !== null && fault.kind === undefined)) return null;
    const bytes = utf8.encode(text);
    const packet = new PacketScanner();
    packet.scan(bytes, 0, bytes.length);
    const json = decoded.decode(bytes.subarray(packet.dataStart));
    const type = packet.type > 4 ? packet.type - 3 : packet.type;
    return {
      type,
      nsp: namespaceOf(packet, bytes),
      id: idOf(packet, bytes) === '' ? undefined : packet.id,
      data: json === '' ? undefined : withAttachments(JSON.parse(json), packet.attachments),
    };
  }

  function withAttachments(data: unknown, count: number): unknown {
    if (count === 0 || typeof data !== 'object' || data === null) return data;
    const value = data as Record<string, unknown>;
    // A fraction names no attachment, and the parser takes it.
    if (value._placeholder === true) return Number.isInteger(value.num) ? Buffer.from(ATTACHMENT) : undefined;
    for (const key of Object.keys(value)) value[key] = withAttachments(value[key], count);
    return value;
  }

  it('takes the same mutated packets, as the same type, namespace, id and data', () => {
    for (let run = 0; run < RUNS; run++) {
      const text = mutatedText(pick(random, PACKETS));
      if (text.length > 5_000 || isKnownDifference(text)) continue;
      const theirs = parsed(text);
      const found = ours(text);
      expect(found === null, JSON.stringify(text)).toBe(theirs === null);
      if (theirs === null) continue;
      const { type, nsp, id, data } = theirs;
      expect(found, JSON.stringify(text)).toEqual({ type, nsp, id, data });
    }
    expect(PacketType.BINARY_EVENT - 3).toBe(PacketType.EVENT);
  }, 60_000);
});

describe('engine.io-parser', () => {
  const BODIES = [
    '0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000}\x1e40',
    '2\x1e3\x1e6\x1e1',
    'bAQIDBA==\x1e4é🙂\x1ebAQ==',
    '2probe\x1e3probe\x1e5',
    '4',
    'bAQ-_\x1e42["a"]',
  ];

  /** Type and data of each packet up to the first that is none. */
  const shape = ({ type, data }: Packet) => [type, Buffer.from(data ?? '').toString('hex')];

  it('finds the same packets in mutated bodies', () => {
    for (let run = 0; run < RUNS; run++) {
      const body = mutatedText(pick(random, BODIES));
      const bytes = utf8.encode(body);
      if (bytes.length > 5_000 || bytes.length === 0 || hasOddBase64(body)) continue;
      const decoder = createDecoder();
      const target = '/engine.io/?EIO=4&transport=polling&sid=s';
      decoder.push(1, 'client', utf8.encode(encodeRequest(`GET ${target}`)), 0);
      const head = encodeResponse('200 OK', null, [`Content-Length: ${bytes.length}`]);
      decoder.push(1, 'server', concat(utf8.encode(head), bytes), 0);
      const units = unitsOf(decoder, 'engine.io');
      const end = units.findIndex(({ kind }) => kind === 'undecoded');
      const found = units
        .slice(0, end < 0 ? units.length : end)
        .map((unit) => [unit.kind, Buffer.from(decoder.contentOf(unit)).toString('hex')]);
      const packets = decodePayload(body);
      const theirs = packets.filter(({ type }) => type !== 'error').map(shape);
      expect(found, JSON.stringify(body)).toEqual(theirs);
      expect(end >= 0, JSON.stringify(body)).toBe(packets.at(-1)!.type === 'error');
    }
  }, 60_000);

  it('finds the same packets in mutated WebSocket messages', () => {
    for (let run = 0; run < RUNS; run++) {
      const text = mutatedText(pick(random, ['bAQIDBA==', 'bAQ-_', '4hi', '2probe', '0{}', '6']));
      if (text.length > 5_000 || text.includes('\x1e') || hasOddBase64(text)) continue;
      const decoder = openedDecoder({ target: '/engine.io/?EIO=4&transport=websocket&sid=s' });
      decoder.push(1, 'server', encodeFrame('text', utf8.encode(text), { isMasked: false }), 0);
      const [unit] = unitsOf(decoder, 'engine.io');
      const [packet] = decodePayload(text);
      const isError = packet!.type === 'error';
      expect(unit!.kind === 'undecoded', JSON.stringify(text)).toBe(isError);
      if (!isError) {
        const content = Buffer.from(decoder.contentOf(unit!)).toString('hex');
        expect([unit!.kind, content], JSON.stringify(text)).toEqual(shape(packet!));
      }
    }
  }, 60_000);
});
