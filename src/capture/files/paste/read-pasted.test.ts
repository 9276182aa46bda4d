import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../protocol/base64';
import { encodeFrame, encodeHandshake } from '../../../protocol/encode';
import { fetchLayers } from '../../../protocol/layers';
import { joinBytes } from '../join-bytes';
import { segment } from '../packets/testing';
import { readBack } from '../testing';
import type { PastedForm } from './pasted';
import { readPasted } from './read-pasted';

await fetchLayers();

const utf8 = new TextEncoder();
const hexOf = (bytes: Uint8Array, between = ' ') =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);

/** Lines of 16 bytes, as a program prints them. */
function listing(bytes: Uint8Array, line: (offset: number, part: Uint8Array) => string, end = ''): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) lines.push(line(at, bytes.subarray(at, at + 16)));
  return `${lines.join('\n')}\n${end}`;
}

const offset = (at: number, digits: number, radix = 16) => at.toString(radix).padStart(digits, '0');
const ascii = (part: Uint8Array) =>
  Array.from(part, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
const words = (part: Uint8Array) => hexOf(part, '').match(/.{1,4}/g)!;
const littleWords = (part: Uint8Array, radix: number, digits: number) =>
  Array.from({ length: Math.ceil(part.length / 2) }, (_, index) =>
    offset(part[index * 2]! + 256 * (part[index * 2 + 1] ?? 0), digits, radix),
  ).join(' ');

const FORMS: readonly (readonly [name: string, form: PastedForm, write: (bytes: Uint8Array) => string])[] = [
  [
    'xxd',
    'xxd',
    (bytes) =>
      listing(bytes, (at, part) => `${offset(at, 8)}: ${words(part).join(' ').padEnd(39)}  ${ascii(part)}`),
  ],
  [
    'hexdump -C',
    'hexdump-c',
    (bytes) =>
      listing(
        bytes,
        (at, part) =>
          `${offset(at, 8)}  ${[hexOf(part.subarray(0, 8)), hexOf(part.subarray(8))].join('  ').padEnd(48)}  |${ascii(part)}|`,
        `${offset(bytes.length, 8)}\n`,
      ),
  ],
  [
    'hexdump',
    'words',
    (bytes) =>
      listing(bytes, (at, part) => `${offset(at, 7)} ${littleWords(part, 16, 4)}`, offset(bytes.length, 7)),
  ],
  [
    'od',
    'octal',
    (bytes) =>
      listing(
        bytes,
        (at, part) => `${offset(at, 7, 8)} ${littleWords(part, 8, 6)}`,
        offset(bytes.length, 7, 8),
      ),
  ],
  [
    'od -tx1',
    'hex-dump',
    (bytes) => listing(bytes, (at, part) => `${offset(at, 7, 8)} ${hexOf(part)}`, offset(bytes.length, 7, 8)),
  ],
  [
    'a hex and ASCII dump of Wireshark',
    'hex-dump',
    (bytes) => listing(bytes, (at, part) => `${offset(at, 4)}   ${hexOf(part).padEnd(47)}   ${ascii(part)}`),
  ],
  [
    'a dump with its text after two spaces',
    'hex-dump',
    (bytes) => listing(bytes, (at, part) => `${offset(at, 4)}  ${hexOf(part).padEnd(47)}  ${ascii(part)}`),
  ],
  ['a hex stream of Wireshark', 'hex', (bytes) => hexOf(bytes, '')],
  ['a long number', 'hex', (bytes) => `0x${hexOf(bytes, '').toUpperCase()}`],
  ['hex in quotation marks', 'hex', (bytes) => `"${hexOf(bytes, '')}"`],
  ['base64 in quotation marks', 'base64', (bytes) => `'${encodeBase64(bytes)}'`],
  ['hex with comments', 'hex', (bytes) => `# a frame\n${hexOf(bytes)} // here it ends\n`],
  ['hex with colons', 'hex', (bytes) => hexOf(bytes, ':')],
  ['a C array', 'c-array', (bytes) => `unsigned char frame[] = {\n0x${hexOf(bytes, ', 0x')} /* 0x99 */\n};`],
  [
    'a C array of Wireshark',
    'c-array',
    (bytes) => `char peer0_0[] = { /* Packet 4 */\n0x${hexOf(bytes, ', 0x')} };`,
  ],
  [
    'an escaped string of Wireshark',
    'escaped',
    (bytes) => `"\\x${hexOf(bytes.subarray(0, 5), '\\x')}" \\\n"\\x${hexOf(bytes.subarray(5), '\\x')}"`,
  ],
  ['bytes of Python', 'escaped', (bytes) => `b'\\x${hexOf(bytes, '\\x')}'`],
  ['a Buffer of Node', 'hex', (bytes) => `<Buffer ${hexOf(bytes)}>`],
  ['decimal numbers', 'decimal', (bytes) => `Uint8Array(${bytes.length}) [ ${[...bytes].join(', ')} ]`],
  ['base64', 'base64', (bytes) => encodeBase64(bytes).replace(/.{76}/g, '$&\n')],
];

const FRAMES = [
  encodeFrame('text', 'Hello', { isMasked: true }),
  encodeFrame('text', 'x'.repeat(40), { isMasked: true }),
  // Text that reads as hexadecimal digits.
  encodeFrame('text', 'ab '.repeat(16), { isMasked: false }),
  encodeFrame(
    'binary',
    Uint8Array.from({ length: 26 }, (_, at) => at),
    { isMasked: true },
  ),
];

describe.each(FORMS)('%s', (_, form, write) => {
  it.each(FRAMES.map((frame) => [frame.length, frame] as const))(
    'gives the bytes of a frame of %i bytes',
    (_size, frame) => {
      const result = readPasted(write(frame));
      expect(result.kind === 'ok' && result.pasted.form).toBe(form);
      const parts = result.kind === 'ok' ? result.pasted.parts : [];
      expect(parts.flatMap((part) => ('bytes' in part ? [hexOf(part.bytes)] : []))).toEqual([hexOf(frame)]);
    },
  );
});

describe('a paste', () => {
  it('of a listing with a repeated line gives the repeated bytes', () => {
    const result = readPasted(
      '00000000  81 20 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\n00000030\n',
    );
    expect(result).toMatchObject({ pasted: { parts: [{ bytes: { length: 48 } }] } });
  });

  it('of frames in both directions is split by the mask bit', () => {
    const both = joinBytes([FRAMES[0]!, encodeFrame('text', 'back', { isMasked: false })]);
    const { units, notes } = readBack(utf8.encode(hexOf(both)));
    expect(units.filter((unit) => unit.includes('websocket'))).toEqual([
      expect.stringContaining(
        '1 websocket client text 0-11 The client sent a text frame with 5 bytes of payload: “Hello”.',
      ),
      expect.stringContaining(
        '1 websocket server text 0-6 The server sent a text frame with 4 bytes of payload: “back”.',
      ),
    ]);
    expect(notes[0]?.text).toContain('one was put before it, and is not part of it');
  });

  it('of a frame shows nothing of the handshake that was put before it', () => {
    const { units } = readBack(FRAMES[0]!);
    expect(units).toHaveLength(2);
    expect(units.join()).not.toContain('http');
  });

  it('of an upgrade and frames in Wireshark’s follow dialog keeps the directions', () => {
    const { client, server } = encodeHandshake();
    const text = `===\nFollow: tcp,raw\nFilter: tcp.stream eq 0\nNode 0: 127.0.0.1:50000\nNode 1: 127.0.0.1:80\n${hexOf(utf8.encode(client), '')}\n\t${hexOf(utf8.encode(server), '')}\n${hexOf(FRAMES[0]!, '')}\n===\n`;
    const { units } = readBack(utf8.encode(text));
    expect(units.map((unit) => unit.split(' ').slice(1, 4).join(' '))).toEqual([
      'http client request',
      'http server response',
      'websocket client text',
      'message client text',
    ]);
  });

  it('of a Socket.IO packet is read as one, with its namespace joined', () => {
    const { units } = readBack(utf8.encode('42/admin,7["a",1]'));
    expect(units.at(-1)).toContain('1 socket.io client event');
    expect(units.at(-1)).toContain('“a”');
    const { file } = readBack(utf8.encode('42/admin,7["a",1]'));
    expect(file.decoder.units.map((unit) => file.faultOf(unit))).toEqual(file.decoder.units.map(() => null));
  });

  it('of an acknowledgement does not blame it for the event that is not there', () => {
    const { file } = readBack(utf8.encode('↓ 43899["x"]'));
    const ack = file.decoder.units.at(-1)!;
    expect([ack.kind, ack.sender, ack.fault?.message, file.faultOf(ack)]).toEqual([
      'ack',
      'server',
      'No event asked for acknowledgement 899.',
      null,
    ]);
  });

  it('of a 101 alone does not blame its accept value, which belongs to a request that is not there', () => {
    const answer = encodeHandshake().server.replace('s3pP', 'AAAA');
    const { units, notes } = readBack(utf8.encode(answer));
    expect(units).toEqual([expect.stringContaining('1 http server response 0-129 The server answered 101')]);
    expect(units[0]).not.toContain('must be');
    expect(notes[0]?.text).toContain('The request that was answered is not among it');
  });

  it('of HTTP as text gets the line ends back that a clipboard takes', () => {
    const { units } = readBack(utf8.encode('GET / HTTP/1.1\nHost: a\n'));
    expect(units).toEqual([
      expect.stringContaining('1 http client request 0-27 The client sent a GET request for /.'),
    ]);
  });

  it('of a whole packet loses its headers', () => {
    const packet = `020000000002020000000001080045000033000040004006${'0000'}7f0000017f000001c3511fa5000000010000000150${'10'}ffff00000000${hexOf(FRAMES[0]!, '')}`;
    const { units, notes } = readBack(utf8.encode(packet));
    expect(units[0]).toContain('“Hello”');
    expect(notes[0]?.text).toContain('the headers of Ethernet, IP and TCP were taken off');
  });

  it('of what tcpdump -X prints is read packet by packet, in both directions', () => {
    const packetOf = (sender: 'client' | 'server', at: number, frame: Uint8Array) => {
      const bytes = segment(sender, at, frame, { acknowledgement: 1 }).bytes.subarray(14);
      const lines = listing(
        bytes,
        (from, part) => `\t0x${offset(from, 4)}:  ${words(part).join(' ').padEnd(39)}  ${ascii(part)}`,
      );
      return `12:00:00.000001 IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [P.], length ${frame.length}\n${lines}`;
    };
    const back = encodeFrame('text', 'back', { isMasked: false });
    const { units, notes } = readBack(
      utf8.encode(packetOf('client', 7, FRAMES[0]!) + packetOf('server', 9, back)),
    );
    expect(units.filter((unit) => unit.includes('websocket')).map((unit) => /“\w+”/.exec(unit)?.[0])).toEqual(
      ['“Hello”', '“back”'],
    );
    expect(notes[0]?.text).toContain('headers of Ethernet, IP and TCP were taken off');
  });

  it.each([
    ['hello world', 'none of the forms that can be read'],
    ['', 'nothing but white space'],
    ['81 05 4', '5 hexadecimal digits, an odd number'],
    ['{"a":1}', 'none of the forms that can be read'],
  ])('of %j says what could be read instead', (text, sentence) => {
    expect(readPasted(text)).toEqual({ kind: 'unknown', sentence: expect.stringContaining(sentence) });
  });
});
