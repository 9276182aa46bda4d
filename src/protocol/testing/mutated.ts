import { createDecoder } from '../create-decoder';
import type { Decoder } from '../decoder';
import { encodeEngineOpen, encodeFrame, encodeHandshake, encodeRequest, encodeResponse } from '../encode';
import { layerOf } from '../layers';
import type { RuleCase, Step } from '../rules/rule-case';
import type { Peer, Unit } from '../unit';
import { hexBytes } from './bytes';
import { join, mutate } from './mutate';
import { below, pick, randomOf } from './random';

type Random = () => number;

const utf8 = new TextEncoder();
const bytesOf = (text: string): Uint8Array => utf8.encode(text);

/** Of the units of a long stream, so many are asked: the first, the last and some between. */
const MAX_ASKED = 150;
/** Questions with a range or an offset that are asked of each. */
const PLACES = 4;

/** What a stream may take, of CPU: to be decoded, and to be asked about. Far above what it takes, far below what hangs. */
const PUSH_MS = 40;
const PUSH_NS_PER_BYTE = 5_000;
const ASK_MS = 60;
const ASK_US_PER_UNIT = 400;
/** All questions of one unit, for each byte of the stream. */
const ASK_NS_PER_BYTE = 1_500;

/** What a run did, and the first stream that threw or took too long. */
export interface MutatedRun {
  readonly streams: number;
  readonly bytes: number;
  /** The most of its allowance that a stream took: below 1. */
  readonly slowest: number;
  readonly failure: string | null;
}

/**
 * Decodes mutated streams and asks every question of their units until `isOver`. The same seed gives the same streams.
 * `cpuMs` is how much CPU this process has taken.
 */
export function runMutated(
  seed: number,
  cases: readonly RuleCase[],
  isOver: () => boolean,
  cpuMs: () => number,
): MutatedRun {
  let streams = 0;
  let bytes = 0;
  let slowest = 0;
  for (; !isOver(); streams++) {
    const steps = stream(randomOf(seed + streams), cases);
    for (const step of steps) if ('bytes' in step) bytes += step.bytes.length;
    const name = `stream ${streams} of seed ${seed}`;
    try {
      // What is slow by chance is not slow three times: compilation, garbage.
      let share = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && share > 0.5; attempt++)
        share = Math.min(share, shareOf(steps, seed + streams, cpuMs));
      slowest = Math.max(slowest, share);
      if (share > 1)
        return { streams, bytes, slowest, failure: `${name} took ${share.toFixed(1)} × its time` };
    } catch (error) {
      return { streams, bytes, slowest, failure: `${name}: ${error instanceof Error ? error.stack : error}` };
    }
  }
  return { streams, bytes, slowest, failure: null };
}

/** How much of its allowance a stream takes. */
function shareOf(steps: readonly Step[], seed: number, cpuMs: () => number): number {
  const random = randomOf(seed);
  const decoder = createDecoder();
  let size = 0;
  const start = cpuMs();
  for (const step of steps) {
    const { connection = 1, sender } = step;
    if ('end' in step) decoder.end(connection, sender, step.end);
    else {
      size += step.bytes.length;
      for (const piece of pieces(step.bytes, random)) decoder.push(connection, sender, piece, 0);
    }
  }
  if (decoder.heldUp !== null) throw new RangeError('a part of the decoders has not been fetched');
  const pushed = cpuMs();
  const asked = someOf(decoder.units, random);
  for (const unit of asked) ask(decoder, unit, random);
  const done = cpuMs();
  const pushMs = PUSH_MS + (size * PUSH_NS_PER_BYTE) / 1e6;
  const askMs = ASK_MS + (asked.length * (ASK_US_PER_UNIT + (size * ASK_NS_PER_BYTE) / 1000)) / 1000;
  return Math.max((pushed - start) / pushMs, (done - pushed) / askMs);
}

function someOf(units: readonly Unit[], random: Random): readonly Unit[] {
  if (units.length <= MAX_ASKED) return units;
  return Array.from({ length: MAX_ASKED }, (_, index) => {
    if (index < MAX_ASKED / 4) return units[index]!;
    if (index < MAX_ASKED / 2) return units[units.length - 1 - index]!;
    return pick(random, units);
  });
}

/** Every question of `Decoder`, and those of the layer. */
function ask(decoder: Decoder, unit: Unit, random: Random): void {
  const size = decoder.sizeOf(unit);
  decoder.bytesOf(unit);
  decoder.contentOf(unit);
  const fields = decoder.fieldsOf(unit);
  decoder.headOf(unit);
  decoder.labelOf(unit);
  decoder.sentenceOf(unit);
  decoder.carriersOf(unit);
  decoder.contentsOf(unit);
  decoder.partnerOf(unit);
  const layer = layerOf(unit.layer);
  for (const question of ['code', 'kindNoun', 'expectedSize', 'maskedBytes'] as const)
    layer[question]?.(unit as never);
  layer.properName?.(unit as never, 'Your');
  layer.hiddenByTools?.unit?.(unit as never);
  layer.session?.inUnit(unit as never);
  const { ranges } = decoder.toWire(unit);
  decoder.fromWire(unit, ranges.slice(0, PLACES));
  for (let place = 0; place < PLACES; place++) {
    const field = fields.length > 0 ? pick(random, fields) : { start: 0, end: size };
    decoder.fromWire(unit, decoder.toWire(unit, field).ranges.slice(0, PLACES));
    decoder.bytesOf(unit, field);
    decoder.unitsAt(unit.connection, unit.sender, unit.start + below(random, unit.end - unit.start + 1));
  }
}

/** The bytes whole, in a few pieces, or in very small ones. */
function pieces(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const size = pick(random, [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    1400,
    64,
    bytes.length < 3000 ? 1 : 500,
  ]);
  if (bytes.length <= size) return [bytes];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

// What is mutated.

function stream(random: Random, cases: readonly RuleCase[]): readonly Step[] {
  switch (below(random, 4)) {
    case 0:
      return mutatedSteps(pick(random, cases).wire, random);
    case 1:
      return polled(random);
    case 2:
      return mqtt(random);
    default:
      return messages(random);
  }
}

/** Steps of a case: some mutated, some left out, repeated or swapped. */
function mutatedSteps(steps: readonly Step[], random: Random): readonly Step[] {
  const changed: Step[] = [];
  for (const step of steps) {
    const chance = random();
    if (chance < 0.05) continue;
    if (chance < 0.4 && 'bytes' in step) changed.push({ ...step, bytes: mutate(step.bytes, random) });
    else changed.push(step);
    if (chance > 0.95) changed.push(step);
  }
  if (random() < 0.1 && changed.length > 1)
    changed.push(changed.splice(below(random, changed.length), 1)[0]!);
  return changed;
}

const PACKETS: readonly string[] = [
  encodeEngineOpen('abc', ['websocket']),
  '2',
  '3',
  '2probe',
  '3probe',
  '5',
  '6',
  '1',
  'bAQIDBA==',
  '40',
  '40{"sid":"x1"}',
  '40/admin,{"token":"123"}',
  '44/admin,{"message":"Not authorized","data":{"a":[1,2]}}',
  '41/admin,',
  '42["news",{"a":1,"b":[true,null,"\\u00e9"]},-1.5e3]',
  '42/admin,12["ask","é","🙂"]',
  '43/admin,12[{"ok":true}]',
  '451-["file",{"_placeholder":true,"num":0},"x"]',
  '462-/admin,7[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
  `42["deep",${'['.repeat(3000)}${']'.repeat(3000)}]`,
  `42["wide"${',0'.repeat(3000)}]`,
  `0{"sid":"abc","x":"${' '.repeat(2000)}"}`,
  `42${'9'.repeat(2000)}["id"]`,
];

const somePackets = (random: Random): Uint8Array[] =>
  Array.from({ length: 1 + below(random, 8) }, () => {
    const packet = bytesOf(pick(random, PACKETS));
    return random() < 0.6 ? mutate(packet, random) : packet;
  });

const peer = (random: Random): Peer => (random() < 0.5 ? 'client' : 'server');

/** Mutated packets in sound WebSocket messages. */
function messages(random: Random): readonly Step[] {
  const target = pick(random, [
    '/socket.io/?EIO=4&transport=websocket',
    '/socket.io/?EIO=4&transport=websocket&sid=abc',
    '/socket.io/?EIO=3&transport=websocket',
    '/chat',
  ]);
  const { client, server } = encodeHandshake({ target });
  const steps: Step[] = [
    { sender: 'client', bytes: bytesOf(client) },
    { sender: 'server', bytes: bytesOf(server) },
  ];
  if (random() < 0.7) steps.push(frame('server', bytesOf(PACKETS[0]!), random));
  for (const packet of somePackets(random)) steps.push(frame(peer(random), packet, random));
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}

/** A message in one frame, or in fragments of a few bytes. */
function frame(sender: Peer, payload: Uint8Array, random: Random): Step {
  const kind = random() < 0.15 ? 'binary' : 'text';
  const isMasked = sender === 'client';
  if (random() < 0.9) return { sender, bytes: encodeFrame(kind, payload, { isMasked }) };
  const size = 1 + below(random, 40);
  const count = Math.max(1, Math.ceil(payload.length / size));
  const frames = Array.from({ length: count }, (_, index) =>
    encodeFrame(index === 0 ? kind : 'continuation', payload.subarray(index * size, (index + 1) * size), {
      isMasked,
      isFinal: index === count - 1,
    }),
  );
  return { sender, bytes: join(frames) };
}

/** Mutated packets in polling bodies, plain or chunked. */
function polled(random: Random): readonly Step[] {
  const version = random() < 0.7 ? '4' : '3';
  const steps: Step[] = [];
  for (let count = 1 + below(random, 4); count > 0; count--) {
    const target = `/socket.io/?EIO=${version}&transport=polling${random() < 0.7 ? '&sid=abc' : ''}`;
    const packets = somePackets(random);
    const body = join(
      packets.flatMap((packet, index) => {
        if (version === '3') return [bytesOf(`${packet.length}:`), packet];
        return index === 0 ? [packet] : [Uint8Array.of(0x1e), packet];
      }),
    );
    const isUp = random() < 0.5;
    const request = isUp ? encodeRequest(`POST ${target}`, [lengthOf(body)]) : encodeRequest(`GET ${target}`);
    steps.push({
      sender: 'client',
      bytes: join([bytesOf(request), isUp ? body : bytesOf('')]),
    });
    steps.push({
      sender: 'server',
      bytes: isUp ? bytesOf(encodeResponse('200 OK', 'ok')) : response(body, random),
    });
  }
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}

const lengthOf = (body: Uint8Array): string => `Content-Length: ${body.length}`;

function response(body: Uint8Array, random: Random): Uint8Array {
  const status = pick(random, ['200 OK', '200 OK', '200 OK', '400 Bad Request']);
  if (random() < 0.6) {
    return join([bytesOf(encodeResponse(status, null, [lengthOf(body)])), body]);
  }
  const size = 1 + below(random, 30);
  const parts: Uint8Array[] = [bytesOf(encodeResponse(status, null, ['Transfer-Encoding: chunked']))];
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.subarray(at, at + size);
    parts.push(bytesOf(`${chunk.length.toString(16)}\r\n`), chunk, bytesOf('\r\n'));
  }
  parts.push(bytesOf('0\r\n\r\n'));
  return join(parts);
}

const MQTT_PACKETS: readonly (readonly [Peer, string])[] = [
  ['client', '101600044d51545404020000000a77697265313031313031'],
  ['server', '20020000'],
  ['client', '820b000100067468652f746f00'],
  ['server', '9003000100'],
  ['client', '30090003612f6268656c6c'],
  ['server', '320b0003612f62000768656c6c'],
  ['client', '40020007'],
  ['client', 'c000'],
  ['server', 'd000'],
  ['client', 'e000'],
  ['client', '101c00044d5154540502003c0511000000000a0077697265313031'],
  ['server', '200800000522000a210014'],
];

/** Mutated MQTT packets, several in a message or one in several. */
function mqtt(random: Random): readonly Step[] {
  const { client, server } = encodeHandshake({ target: '/mqtt', subprotocol: 'mqtt' });
  const steps: Step[] = [
    { sender: 'client', bytes: bytesOf(client) },
    { sender: 'server', bytes: bytesOf(server) },
  ];
  for (let count = 1 + below(random, 8); count > 0; count--) {
    const [sender, hex] = pick(random, MQTT_PACKETS);
    const packet = hexBytes(hex);
    const bytes = random() < 0.7 ? mutate(packet, random) : packet;
    steps.push({ sender, bytes: encodeFrame('binary', bytes, { isMasked: sender === 'client' }) });
  }
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}
