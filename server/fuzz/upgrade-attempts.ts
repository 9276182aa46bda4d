import { deflateRawSync } from 'node:zlib';
import type { Step } from './attempt';
import { oddField, oddFields, oddQuery, written } from './http-attempts';
import type { Random } from './random';
import { mutated, oddJson, oddNumber, oddText } from './values';

const PLACES = [
  '/lab/{lab}/ws',
  '/lab/{lab}/ws',
  '/lab/{lab}/ws?deflate=1',
  '/lab/{lab}/ws?deflate=1',
  '/lab/{lab}/ws?echo=0',
  '/lab/{lab}/ws?heartbeatMs=200',
  '/lab/{lab}/feed',
  '/lab/{lab}/echo',
  '/',
  '/lab/x/ws',
  '/lab/{lab}/ws/',
  'http://localhost/lab/{lab}/ws',
  '/lab/{lab}',
  '//',
  '*',
] as const;
const HANDSHAKE = [
  ['Host', 'localhost:{port}'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Version', '13'],
] as const;

/** An opening handshake, valid except for a few fields in some cases. */
export function handshakeBytes(random: Random, target: string): string {
  const fields = HANDSHAKE.flatMap(([name, value]): [string, string][] => {
    if (random.chance(0.97)) return [[name, value]];
    return random.pick([[], [oddField(random, name)], [[name, value], oddField(random, name)]]);
  });
  if (target.includes('deflate'))
    fields.push(['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits']);
  if (random.chance(0.25)) fields.push(oddField(random, 'Origin'));
  if (random.chance(0.3)) fields.push(...oddFields(random, 2));
  const head = {
    method: random.chance(0.97) ? 'GET' : random.pick(['POST', 'HEAD', 'CONNECT', 'get']),
    target,
    version: random.chance(0.97) ? 'HTTP/1.1' : 'HTTP/1.0',
    fields,
    body: random.chance(0.03) ? random.bytes(1, 20) : '',
  };
  return written(random, head);
}

/** A valid or invalid frame: reserved bits and opcodes, no mask, a wrong length, bytes that are not UTF-8. */
export function frameBytes(
  random: Random,
  opcode: number,
  payload: string,
  isFinal = true,
  isDeflated = false,
): string {
  const isOdd = random.chance(0.06);
  const first = (isFinal ? 0x80 : 0) | (isDeflated ? 0x40 : 0) | opcode;
  const head = isOdd ? first ^ random.pick([0x80, 0x40, 0x20, 0x10, 3, 8]) : first;
  const length =
    isOdd && random.chance(0.3)
      ? Number(random.pick(['0', '125', '126', '65536', '2000000']))
      : payload.length;
  const isMasked = !random.chance(0.03);
  const mask = random.pick([
    [1, 2, 3, 4],
    [0, 0, 0, 0],
    [255, 254, 253, 252],
  ]);
  const bytes = Buffer.from(payload, 'latin1').map((byte, at) => (isMasked ? byte ^ mask[at % 4]! : byte));
  return Buffer.concat([
    Buffer.from([head]),
    lengthBytes(random, length, isMasked),
    Buffer.from(isMasked ? mask : []),
    bytes,
  ]).toString('latin1');
}

function lengthBytes(random: Random, length: number, isMasked: boolean): Buffer {
  const bit = isMasked ? 0x80 : 0;
  const isWide = random.chance(0.03);
  if (length < 126 && !isWide) return Buffer.from([bit | length]);
  if (length < 65536 && !isWide) return Buffer.from([bit | 126, length >> 8, length & 255]);
  const wide = Buffer.alloc(9);
  wide[0] = bit | 127;
  wide.writeBigUInt64BE(BigInt(length), 1);
  if (random.chance(0.2)) wide[random.int(1, 8)] = 0xff;
  return wide;
}

const CLOSES = [
  '',
  '\x03',
  '\x03\xe8',
  '\x03\xe8bye',
  '\x03\xed',
  '\x03\xee',
  '\x00\x00',
  '\xff\xff',
  '\x0f\xa0',
  '\x03\xe8\xff\xfe',
  '\x03\xf7',
] as const;

function message(random: Random, isDeflating: boolean): string {
  const opcode = random.pick([1, 1, 2, 2, 1, 0, 8, 9, 10, 3, 15]);
  if (opcode === 8)
    return frameBytes(random, 8, random.chance(0.7) ? random.pick(CLOSES) : random.bytes(2, 125));
  if (opcode >= 9) return frameBytes(random, opcode, random.bytes(0, random.chance(0.9) ? 125 : 130));
  const plain = random.pick([
    () => oddText(random),
    () => random.bytes(0, 300),
    () => 'a'.repeat(random.pick([125, 126, 70_000])),
  ])();
  const isDeflated = isDeflating && random.chance(0.7);
  const payload = isDeflated ? deflated(random, plain) : plain;
  if (random.chance(0.8)) return frameBytes(random, opcode, payload, true, isDeflated);
  const half = payload.length >> 1;
  const between = random.chance(0.4) ? frameBytes(random, random.pick([9, 10, 8, 1]), '') : '';
  return `${frameBytes(random, opcode, payload.slice(0, half), false, isDeflated)}${between}${frameBytes(random, 0, payload.slice(half))}`;
}

function deflated(random: Random, plain: string): string {
  const bytes = deflateRawSync(Buffer.from(plain, 'latin1'), { finishFlush: 2 })
    .toString('latin1')
    .slice(0, -4);
  return random.chance(0.8) ? bytes : mutated(random, bytes);
}

/** A WebSocket to the echo or to something else: handshake and frames, perhaps in one write. */
export function echoConversation(random: Random): Step[] {
  const target = random.pick(PLACES) + (random.chance(0.2) ? oddQuery(random) : '');
  const head = handshakeBytes(random, target);
  const frames = random.times(0, 6, () => message(random, target.includes('deflate')));
  if (random.chance(0.4)) return [{ send: head + frames.join('') }];
  return [{ send: head }, { until: '\r\n\r\n' }, ...frames.map((send) => ({ send }))];
}

/** The feed: odd starting points and odd questions about the clock. */
export function feedConversation(random: Random): Step[] {
  const after = random.pick([() => oddNumber(random), () => oddText(random)])();
  const query = random.chance(0.7) ? `?after=${after}${random.chance(0.1) ? '&after=1' : ''}` : '';
  const frames = random.times(0, 5, () => {
    const question = random.pick([
      `{"clock":${oddNumber(random)}}`,
      `{"clock":${oddJson(random, 1)}}`,
      oddJson(random),
      oddText(random),
      'x'.repeat(1025),
    ]);
    return frameBytes(random, random.pick([1, 1, 1, 2, 9, 8]), question.slice(0, 1100));
  });
  return [
    { send: handshakeBytes(random, `/lab/{lab}/feed${query}`) },
    { until: '\r\n\r\n' },
    ...frames.map((send) => ({ send })),
  ];
}
