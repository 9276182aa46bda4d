import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateRawSync } from 'node:zlib';
import { decodePacket } from 'engine.io-parser';
import { Decoder as SocketIoParser } from 'socket.io-parser';
import * as ws from 'ws';
import { createDecoder } from '../src/protocol';
import type { WritableDecoder } from '../src/protocol/decoder';
import { encodeHandshake } from '../src/protocol/encode';
import { fetchLayers } from '../src/protocol/layers';
import type { LayerId, Peer } from '../src/protocol/unit';
import {
  compressAll,
  eventMessages,
  frame,
  jsonText,
  randomOf,
  reads,
  SOCKET_IO_OPENING,
  smallText,
} from './decoder-traffic';
import { type BenchRow, median, printRows } from './row';

/** Parts of `ws` that have no types. */
interface Receiver {
  write(chunk: Uint8Array, done?: () => void): boolean;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
}
const { Receiver, PerMessageDeflate } = ws as unknown as {
  Receiver: new (options: object) => Receiver;
  PerMessageDeflate: new (options: object) => { accept(offers: object[]): object };
};

const SOCKET_IO = '/socket.io/?EIO=4&transport=websocket';
const EVENTS = 300_000;
const MIB = 1024 * 1024;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 2;

interface Traffic {
  readonly name: string;
  readonly sender: Peer;
  readonly bytes: Uint8Array;
  readonly messages: number;
  readonly target: string;
  readonly compresses: boolean;
  /** The layer whose units are the messages. */
  readonly layer: LayerId;
  readonly goal: number;
}

/** Compares the decoder with the usual receivers on the same bytes, and measures its memory and growth. */
export async function benchDecoder(): Promise<BenchRow[]> {
  await fetchLayers();
  // First, while nothing else is alive that could be freed meanwhile.
  const rows = [await memory(), await memory(SOCKET_IO)];
  rows.push(await bombs());
  for (const make of TRAFFIC) rows.push(await race(await make()));
  rows.push(growth('twice the bytes, 64 KiB reads', 65536, 8_000_000));
  rows.push(growth('twice the bytes, one byte at a time', 1, 250_000));
  return rows;
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** What the frames have in common, unless said otherwise. Only their bytes are kept: the frames would be garbage later. */
function trafficOf(
  traffic: Pick<Traffic, 'name' | 'sender'> & Partial<Traffic>,
  frames: readonly Uint8Array[],
): Traffic {
  const bytes = Buffer.concat(frames);
  const plain = { target: '/', compresses: false, layer: 'message', goal: 1 } as const;
  return { ...plain, messages: frames.length, bytes, ...traffic };
}

/** Made one at a time, so that a race does not drag along what the others need. */
const TRAFFIC: readonly (() => Traffic | Promise<Traffic>)[] = [
  () => {
    const random = randomOf(101);
    const frames = many(60_000, () => frame('text', smallText(random), random));
    return trafficOf({ name: 'small text frames, masked', sender: 'client' }, frames);
  },
  () => {
    const random = randomOf(101);
    const frames = many(60_000, () => frame('text', smallText(random), null));
    return trafficOf({ name: 'small text frames, unmasked', sender: 'server' }, frames);
  },
  () => {
    const random = randomOf(101);
    const binary = () => Buffer.alloc(16_384).map(() => random() * 256);
    const frames = many(2_000, () => frame('binary', binary(), random));
    return trafficOf({ name: '16 KiB binary frames, masked', sender: 'client' }, frames);
  },
  async () => {
    const random = randomOf(101);
    const compressed = await compressAll(many(4_000, (n) => jsonText(random, n)));
    const frames = compressed.map((bytes) => frame('text', bytes, random, true));
    const name = 'permessage-deflate text';
    return trafficOf({ name, sender: 'client', compresses: true, goal: 5 }, frames);
  },
  () => socketIoTraffic('Socket.IO events, masked', 'client'),
  () => socketIoTraffic('Socket.IO events and pings, unmasked', 'server'),
];

function socketIoTraffic(name: string, sender: Peer): Traffic {
  const random = randomOf(101);
  const maskRandom = sender === 'client' ? randomOf(102) : null;
  const frames = many(EVENTS, (n) => eventMessages(random, n))
    .flat()
    // The client sends no pings.
    .filter((message) => sender === 'server' || message !== '2')
    .map((message) => messageFrame(message, maskRandom));
  return trafficOf({ name, sender, target: SOCKET_IO, layer: 'socket.io', messages: EVENTS }, frames);
}

const messageFrame = (message: string | Uint8Array, random: (() => number) | null): Uint8Array =>
  typeof message === 'string'
    ? frame('text', Buffer.from(message), random)
    : frame('binary', message, random);

interface Time {
  readonly seconds: number;
  /** Of all threads, with those that collect garbage: says more than the clock while other programs run. */
  readonly cpuSeconds: number;
}

/** Median messages per second, ours and theirs in turns on fresh copies of the same reads. */
async function race(traffic: Traffic): Promise<BenchRow> {
  const ours: Time[] = [];
  const theirs: Time[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    // They take turns at going first, so that neither always runs on what the other has left behind.
    for (const isOurs of round % 2 === 0 ? [true, false] : [false, true]) {
      const chunks = reads(traffic.bytes);
      // No forced collection: after one both sides take longer, and a decoder that keeps what it has read takes most,
      // whatever the size of the young generation. No running page is like that.
      await nextTurn();
      const time = isOurs ? runOurs(traffic, chunks) : await runTheirs(traffic, chunks);
      if (round >= 0) (isOurs ? ours : theirs).push(time);
    }
  }
  const rate = (times: readonly Time[]) => traffic.messages / median(times.map(({ seconds }) => seconds));
  const cpu = (times: readonly Time[]) => median(times.map(({ cpuSeconds }) => cpuSeconds));
  const row = higherIsBetter(traffic.name, rate(ours), rate(theirs), traffic.goal, 'messages/s');
  return { ...row, cpuRatio: cpu(theirs) / cpu(ours) };
}

function startTimer(): () => Time {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  return () => {
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuSeconds: (user + system) / 1e6 };
  };
}

function higherIsBetter(name: string, ours: number, baseline: number, goal: number, unit: string): BenchRow {
  const ratio = ours / baseline;
  return { name, ours, baseline, unit, ratio, goal: `≥ ${goal.toFixed(1)}`, ok: ratio >= goal };
}

function runOurs(traffic: Traffic, chunks: readonly Uint8Array[]): Time {
  const decoder = openDecoder(traffic.target, traffic.compresses);
  const opening = decoder.units.length;
  const stop = startTimer();
  for (const chunk of chunks) decoder.push(1, traffic.sender, chunk, 0);
  const time = stop();
  let messages = 0;
  for (let id = opening; id < decoder.units.length; id++) {
    const { layer, partial, fault } = decoder.units[id]!;
    if (layer === traffic.layer && !partial && fault === null) messages++;
  }
  if (messages !== traffic.messages) throw new Error(`${traffic.name}: ${messages} messages`);
  return time;
}

/** `ws` Receiver, and for Socket.IO the two parsers after it, as engine.io and socket.io use them. */
async function runTheirs(traffic: Traffic, chunks: readonly Uint8Array[]): Promise<Time> {
  const isServer = traffic.sender === 'client';
  const extensions: Record<string, unknown> = {};
  if (traffic.compresses) {
    const deflate = new PerMessageDeflate({ isServer });
    deflate.accept([{}]);
    extensions['permessage-deflate'] = deflate;
  }
  const receiver = new Receiver({ isServer, extensions });
  const parser = new SocketIoParser();
  let count = 0;
  let finish = () => {};
  const finished = new Promise<void>((done) => {
    finish = done;
  });
  const arrived = () => {
    if (++count === traffic.messages) finish();
  };
  parser.on('decoded', arrived);
  receiver.on('message', (data, isBinary) => {
    if (traffic.layer !== 'socket.io') {
      arrived();
      return;
    }
    const packet = decodePacket(isBinary ? data : data.toString());
    if (packet.type === 'message') parser.add(packet.data);
  });
  const stop = startTimer();
  for (const chunk of chunks) receiver.write(Buffer.from(chunk.buffer));
  await finished;
  return stop();
}

/** A decoder whose connection 1 has completed its opening handshake. */
function openDecoder(target: string, compresses = false): WritableDecoder {
  const decoder = createDecoder();
  const { client, server } = encodeHandshake({ target, extensions: compresses ? 'permessage-deflate' : '' });
  decoder.push(1, 'client', Buffer.from(client), 0);
  decoder.push(1, 'server', Buffer.from(server), 0);
  if (target !== SOCKET_IO) return decoder;
  const random = randomOf(5);
  for (const [sender, packet] of SOCKET_IO_OPENING) {
    decoder.push(1, sender, messageFrame(packet, sender === 'client' ? random : null), 0);
  }
  return decoder;
}

/** Bytes of memory per unit, without its wire bytes. */
async function memory(target = '/'): Promise<BenchRow> {
  const isSocketIo = target !== '/';
  const chunks = memoryReads(isSocketIo);
  const decoder = openDecoder(target);
  const before = await usedBytes();
  // An hour into a lab: times no longer fit 31 bits.
  for (const [index, chunk] of chunks.entries()) decoder.push(1, 'client', chunk, 3.6e9 + index * 1000);
  const ours = ((await usedBytes()) - before) / decoder.units.length;
  const name = `memory per unit, ${isSocketIo ? 'Socket.IO events' : 'small text frames'}`;
  return { name, ours, baseline: 200, unit: 'bytes', ratio: ours / 200, goal: '≤ 1.0', ok: ours <= 200 };
}

/** Peak memory besides the wire bytes while twelve messages of 64 KiB arrive, each of which inflates to 64 MiB. */
async function bombs(): Promise<BenchRow> {
  const packed = deflateRawSync(new Uint8Array(64 * MIB), { finishFlush: 2, level: 9 }).subarray(0, -4);
  const bytes = frame('text', packed, randomOf(3), true);
  const decoders = Array.from({ length: 12 }, () => openDecoder('/', true));
  const before = await usedBytes();
  let most = 0;
  for (const decoder of decoders) {
    decoder.push(1, 'client', bytes, 0);
    // Without a collection, since garbage counts, too.
    const { heapUsed, external } = process.memoryUsage();
    most = Math.max(most, heapUsed + external - before);
  }
  const ours = most / MIB;
  const name = '12 messages that inflate to 64 MiB: most memory';
  return {
    name,
    ours,
    baseline: 12 * 64,
    unit: 'MiB',
    ratio: ours / (12 * 64),
    goal: '≤ 32 MiB',
    ok: ours <= 32,
  };
}

/** A separate function, so that nothing else from making them is alive when memory is measured. */
function memoryReads(isSocketIo: boolean): readonly Uint8Array[] {
  const random = randomOf(7);
  const frames = Array.from({ length: 60_000 }, (_, n) =>
    isSocketIo
      ? eventMessages(random, n)
          .filter((message) => message !== '2')
          .map((message) => messageFrame(message, random))
      : frame('text', smallText(random), random),
  );
  return reads(Buffer.concat(frames.flat()));
}

/** Collects garbage until memory settles: buffers are freed some time after the collection that found them. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    collectGarbage();
    await nextTurn();
  }
}

async function usedBytes(): Promise<number> {
  await settle();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** How many times longer twice the bytes take, as small frames and as one message of the same size. */
function growth(name: string, readSize: number, size: number): BenchRow {
  const timeOf = (total: number): number => {
    const random = randomOf(11);
    const frames: Uint8Array[] = [];
    for (let bytes = 0; bytes < total / 2; bytes += frames.at(-1)!.length)
      frames.push(frame('text', smallText(random), random));
    frames.push(frame('text', Buffer.alloc(total / 2, 'é'), random));
    const chunks = reads(Buffer.concat(frames), readSize);
    const decoder = openDecoder('/');
    collectGarbage();
    const start = process.hrtime.bigint();
    for (const chunk of chunks) decoder.push(1, 'client', chunk, 0);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const once: number[] = [];
  const twice: number[] = [];
  timeOf(size);
  for (let round = 0; round < ROUNDS; round++) {
    once.push(timeOf(size));
    twice.push(timeOf(size * 2));
  }
  const ours = median(twice);
  const baseline = median(once);
  const ratio = ours / baseline;
  return { name, ours, baseline, unit: 'ms', ratio, goal: '≤ 2.2', ok: ratio <= 2.2 };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchDecoder());
