import { decodePacket, decodePayload, type RawData } from 'engine.io-parser';
import { type Packet, PacketType, Decoder as Parser } from 'socket.io-parser';
import { expect, test, vi } from 'vitest';
import { runClientHere } from '../../src/lab/programs/testing';
import type { PacketRef } from '../../src/protocol/feed';
import { createDecoder, type Decoder, type Peer, type Unit } from '../../src/protocol/index';
import { makeLab, startTestServer, type Watch, watch } from '../test-server';
import { codeOf, heard, openClient, runCode } from './testing';

// Each starts a server and a process; a busy machine is only slow.
vi.setConfig({ testTimeout: 20_000 });

const CODE = `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => {
    socket.emit('welcome', name.toUpperCase(), 'é');
    answer({ ok: true });
  });
  socket.on('bytes', (a, b) => socket.emit('bytes back', { a, list: [b, 1] }));
  socket.on('ask me', async () => socket.emit('got', await socket.emitWithAck('question', 1)));
  socket.on('disconnect', () => {});
});
io.of('/admin').on('connection', (socket) => {
  io.emit('news', 1);
  socket.emit('hello', socket.nsp.name);
  socket.on('disconnect', () => {});
});`;

/** One client's session from its first byte to its last; returns its identifier. */
async function converse(watched: Watch, client: ReturnType<typeof openClient>): Promise<string> {
  client.on('question', (n: number, answer: (...given: unknown[]) => void) => answer(Buffer.from([n, 2])));
  await heard(client, 'connect');
  const sid = client.io.engine.id;
  const welcome = heard(client, 'welcome');
  await client.emitWithAck('greet', 'ada');
  await welcome;
  const back = heard(client, 'bytes back');
  client.emit('bytes', Buffer.from([1]), { deep: Buffer.from([2, 0x1e]) });
  await back;
  const got = heard(client, 'got');
  client.emit('ask me');
  await got;
  const admin = client.io.socket('/admin');
  await heard(admin, 'hello');
  admin.disconnect();
  client.disconnect();
  const goodbyes = () => codeOf(watched).filter(({ text }) => text === 'disconnect').length;
  await watched.until(() => goodbyes() === 2);
  return sid;
}

test.each([
  { transports: ['polling'] },
  { transports: ['websocket'] },
  { transports: ['polling', 'websocket'] },
])(
  'what is drawn of $transports is what the library’s own parsers read and what programs point at',
  async ({ transports }) => {
    const lab = await makeLab(await startTestServer());
    const watched = await watch(lab.feed);
    expect((await runCode(lab, CODE)).status).toBe(200);
    const opened = watched.records.length;
    const client = openClient(lab, '/', { transports });
    const sid = await converse(watched, client);
    const decoder = decoderOf(watched, opened);
    expect(decoder.units.flatMap(({ fault }) => fault ?? [])).toEqual([]);

    const engineUnits = decoder.units.filter(({ layer }) => layer === 'engine.io');
    const payloads = decoder.units.filter(({ layer }) => layer === 'http' || layer === 'message');
    const packets = payloads.flatMap((unit) => packetsIn(decoder, unit));
    expect(engineUnits.map((unit) => drawnEngine(decoder, unit))).toEqual(packets);
    expect(packets.length).toBeGreaterThan(15);

    for (const sender of ['client', 'server'] as const) {
      const drawn = socketUnits(decoder, sender).map((unit) => drawnSocket(decoder, unit));
      expect(drawn).toEqual(parsed(packets.filter((packet) => packet.sender === sender)));
      expect(drawn.length).toBeGreaterThan(5);
    }

    for (const { kind, text, packets: refs } of codeOf(watched)) {
      if (kind === 'started') continue;
      expect(refs, `${kind} ${text}`).toHaveLength(1);
      const ref = refs[0]!;
      expect(ref.sid).toBe(sid);
      expect(pointedAt(decoder, ref), `${kind} ${text}`).toEqual(expectedAt(kind, text));
    }
  },
);

const CLIENT = (
  transports: readonly string[],
) => `const socket = io({ transports: ${JSON.stringify(transports)} });
socket.emit('greet', 'early', () => {});
socket.on('connect', async () => {
  await socket.emitWithAck('greet', 'ada');
  socket.emit('bytes', new Uint8Array([1]), { deep: new Uint8Array([2]) });
});
socket.on('welcome', () => {});
socket.on('bytes back', () => socket.emit('ask me'));
socket.on('question', (n, answer) => answer(new Uint8Array([n])));
socket.on('got', () => {
  const admin = io('/admin');
  admin.on('hello', () => console.log('over'));
});`;

test.each([[['polling']], [['websocket']], [['polling', 'websocket']]])(
  'what a client’s program did over %s points at the packets that did it',
  async (transports) => {
    const lab = await makeLab(await startTestServer());
    const watched = await watch(lab.feed);
    expect((await runCode(lab, CODE)).status).toBe(200);
    const opened = watched.records.length;
    const { events, until } = await runClientHere(lab, CLIENT(transports));
    await until((all) => all.some(({ text }) => text === 'over'));
    // What the server sent last has been recorded, too.
    await watched.until(() => codeOf(watched).some(({ text }) => text === 'hello'));
    await watched.until(() =>
      watched.chunks('server').some(({ bytes }) => Buffer.from(bytes).includes('"hello"')),
    );
    const decoder = decoderOf(watched, opened);
    const did = events().filter(({ packets }) => packets.length > 0);
    expect(did.length).toBeGreaterThan(12);
    for (const { kind, text, packets } of did) {
      expect(packets).toHaveLength(1);
      expect([kind, text, pointedAt(decoder, packets[0]!)]).toEqual([
        kind,
        text,
        clientExpectedAt(kind, text),
      ]);
    }
  },
);

function decoderOf({ records }: Watch, from: number): Decoder {
  const decoder = createDecoder();
  for (const record of records.slice(from)) {
    if (record.type === 'chunk')
      decoder.push(record.connection, record.sender, record.bytes, record.atMicros);
  }
  return decoder;
}

interface EnginePacket {
  readonly sender: Peer;
  readonly type: string;
  readonly data: string | Buffer;
}

/** What the library's parser finds in one body or message. */
function packetsIn(decoder: Decoder, unit: Unit): EnginePacket[] {
  const content = Buffer.from(decoder.contentOf(unit));
  const { sender } = unit;
  const asPacket = ({ type, data = '' }: { type: string; data?: RawData }) => ({ sender, type, data });
  if (unit.layer === 'message') {
    return [asPacket(decodePacket(unit.kind === 'binary' ? content : content.toString(), 'nodebuffer'))];
  }
  const text = content.toString();
  // The answer to a POST is not an Engine.IO payload.
  return text === '' || text === 'ok' ? [] : decodePayload(text, 'nodebuffer').map(asPacket);
}

function drawnEngine(decoder: Decoder, unit: Unit): EnginePacket {
  const data = Buffer.from(decoder.contentOf(unit));
  const isBinary = unit.inside?.kind === 'binary' || decoder.fieldsOf(unit)[0]?.value.startsWith('b ');
  return { sender: unit.sender, type: unit.kind, data: isBinary ? data : data.toString() };
}

const socketUnits = (decoder: Decoder, sender: Peer) =>
  decoder.units.filter((unit) => unit.layer === 'socket.io' && unit.sender === sender);

interface SocketPacket {
  readonly type: string;
  readonly namespace: string;
  readonly id: number | undefined;
  readonly data: unknown;
}

/** What the library's parser finds in one direction. */
function parsed(packets: readonly EnginePacket[]): SocketPacket[] {
  const found: SocketPacket[] = [];
  const parser = new Parser();
  let isBinary = false;
  parser.on('decoded', ({ type, nsp, id, data }: Packet) => {
    const name = PacketType[type].toLowerCase();
    found.push({ type: isBinary ? `binary_${name}` : name, namespace: nsp, id, data });
  });
  for (const { type, data } of packets) {
    if (type !== 'message') continue;
    // The parser forgets that an event had attachments.
    if (typeof data === 'string') isBinary = /^[56]/.test(data);
    parser.add(data);
  }
  return found;
}

/** The same for what is drawn, from its fields alone. */
function drawnSocket(decoder: Decoder, unit: Unit): SocketPacket {
  const fields = decoder.fieldsOf(unit);
  const textOf = (name: string) => fields.find((field) => field.name === name)?.value;
  const attachments = fields
    .filter(({ name }) => name.startsWith('Attachment ') && name !== 'Attachment count')
    .map((range) => Buffer.from(decoder.bytesOf(unit, range)));
  const filled = (_: string, value: unknown) => {
    const { _placeholder, num } = (value ?? {}) as { _placeholder?: boolean; num?: number };
    return _placeholder ? attachments[num!] : value;
  };
  const whole = fields.find(({ name }) => name === 'Data');
  const elements = fields.filter(({ name }) => name === 'Event name' || name.startsWith('Argument '));
  const id = textOf('Acknowledgement id');
  return {
    type: unit.kind,
    namespace: textOf('Namespace') ?? '/',
    id: id === undefined ? undefined : Number(id),
    data: whole
      ? JSON.parse(Buffer.from(decoder.bytesOf(unit, whole)).toString())
      : elements.length > 0
        ? elements.map(({ value }) => JSON.parse(value, filled))
        : undefined,
  };
}

/** The packet that a reference names, as its kind and the name of its event. */
function pointedAt(decoder: Decoder, { sender, ordinal }: PacketRef): string {
  const unit = socketUnits(decoder, sender)[ordinal - 1];
  if (!unit) return 'nothing';
  const { type, data } = drawnSocket(decoder, unit);
  const isEvent = type.endsWith('event');
  return `${sender} ${isEvent ? (data as unknown[])[0] : type}`;
}

function expectedAt(kind: string, text: string): unknown {
  if (kind === 'emit') return `server ${text}`;
  if (kind === 'reply') return 'server ack';
  if (kind === 'answered') return 'client binary_ack';
  if (text === 'connection') return 'client connect';
  return `client ${text}`;
}

function clientExpectedAt(kind: string, text: string): string {
  if (kind === 'emit') return `client ${text}`;
  if (kind === 'reply') return 'client binary_ack';
  return `server ${kind === 'answered' ? 'ack' : text}`;
}
