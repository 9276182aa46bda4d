import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type ChunkRecord, decodeFeed } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { Lab } from './lab';
import { createLabs } from './labs';
import { DEFAULT_LIMITS } from './limits';
import type { LabLog } from './log';
import { Watch } from './watch';

/**
 * Two labs, A and B, use one connection. Each part of request k of lab A carries a mark, such as "mA4b", and its answer
 * "rA4". A node:http server behind the tap judges who owns a mark: its parser says which request the mark belongs to.
 */
interface Part {
  readonly lab: 'A' | 'B';
  readonly kind: (typeof KINDS)[number];
  /** What is done to it: indices into `MISCHIEF`; empty for nothing. */
  readonly lead: string;
  readonly fields: readonly string[];
  readonly lineEnd: string;
  readonly chunkSize: string;
  readonly trailer: string;
}

const KINDS = [
  'get',
  'absolute',
  'post',
  'chunked',
  'expect',
  'other expectation',
  'no host',
  'upgrade',
] as const;
const CLEAN = { lead: '', fields: [], lineEnd: '\r\n', chunkSize: '8', trailer: '' } as const;

const VALUES = [
  '',
  ' ',
  '\t',
  'chunked',
  'chunked\t',
  'gzip, chunked',
  ',chunked',
  'chunked, chunked',
  'identity',
  'x',
];
const LENGTHS = ['', '0', '8', '+8', '8, 8', ' 8', '8\t', '08', '0x8', '-1', '99999999999999999999', '300'];
const OPTIONS = [
  'upgrade',
  'Upgrade, close',
  'upgrade\t',
  '\tupgrade',
  ',upgrade',
  'upgrade x',
  '\xa0upgrade',
  'close',
];
const FIELDS = [
  ...VALUES.map((value) => `Transfer-Encoding:${value}`),
  ...LENGTHS.map((value) => `Content-Length: ${value}`),
  ...['', '\t', 'websocket', ','].map((value) => `Upgrade:${value}`),
  ...OPTIONS.flatMap((value) => [`Connection: ${value}`, `Proxy-Connection: ${value}`]),
  'Connection: upgrade\r\nUpgrade:',
  'Connection: upgrade\r\nUpgrade: websocket',
  'A : b',
  'A: b\r\n c',
  'A',
  'A: \0',
  ':',
];
const LEADS = ['\r\n', '\n', '\r', '\r\r', '\n\r', ' ', '\0', '\xff', '\r\n\r\n'];
const SIZES = [
  '08',
  '8;a=b',
  '8 ',
  '8;',
  '8;a="b"',
  '8;a="',
  '8\t',
  '0x8',
  '8;a=b c',
  '',
  '9',
  '7',
  '8;\xe9',
];
const TRAILERS = [
  'T: x\r\n',
  'Content-Length: 5\r\n',
  'Connection: upgrade\r\nUpgrade: x\r\n',
  'Transfer-Encoding:\r\n',
];

function requestOf({ lab, kind, lead, fields, lineEnd, chunkSize, trailer }: Part, k: number): string {
  const mark = (part: string) => `m${lab}${k}${part}`;
  const isSwitch = kind === 'upgrade';
  const hasBody = kind === 'post' || kind === 'expect';
  const lines = [
    `${hasBody || kind === 'chunked' ? 'POST' : 'GET'} ${kind === 'absolute' ? 'http://h' : ''}/lab/${lab}/x?${mark('t')} HTTP/1.1`,
    ...(kind === 'no host' ? [] : ['Host: x']),
    `Mark: ${mark('h')}`,
    ...(kind === 'expect' ? ['Expect: 100-continue'] : kind === 'other expectation' ? ['Expect: more'] : []),
    ...(hasBody ? ['Content-Length: 8'] : kind === 'chunked' ? ['Transfer-Encoding: chunked'] : []),
    ...(isSwitch ? ['Connection: keep-alive, Upgrade', 'Upgrade: any'] : []),
    ...fields,
  ];
  const body = `${mark('b').padEnd(8, '.')}`;
  const chunks = `${chunkSize}\r\n${body}\r\n0\r\n${trailer}Trail: ${mark('z')}\r\n\r\n`;
  // An impatient client: these two bytes may begin a frame.
  const early = `\x81\x85other bytes ${mark('s')}`;
  const after = hasBody ? body : kind === 'chunked' ? chunks : isSwitch ? early : '';
  return `${lead}${lines.join(lineEnd)}${lineEnd}\r\n${after}`;
}

/** A server that answers each request with its mark: at once or later, before or after its body, depending on `k`. */
async function startJudge(labs: ReadonlyMap<string, Lab>) {
  const seen: { readonly lab: string; readonly text: () => string }[] = [];
  const http = createServer();
  const watch = new Watch({ ...createLabs(DEFAULT_LIMITS), find: (id) => labs.get(id) }, DEFAULT_LIMITS);
  watch.tapAll(http);
  const see = ({ url = '', rawHeaders }: IncomingMessage, body: Buffer[], trailers: () => string[]) => {
    const lab = /\/lab\/([AB])/.exec(url)?.[1] ?? '';
    const text = () => [url, ...rawHeaders, ...trailers(), Buffer.concat(body).toString('latin1')].join('\n');
    seen.push({ lab, text });
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const body: Buffer[] = [];
    see(request, body, () => request.rawTrailers);
    const [, lab = '', k = '0'] = /m([AB])(\d+)t/.exec(request.url ?? '') ?? [];
    const send = () => response.end(`r${lab}${k}`.repeat(1 + (Number(k) % 2)));
    request.on('data', (bytes: Buffer) => body.push(bytes));
    request.on('error', () => undefined);
    if (Number(k) % 3 === 0) send();
    else if (Number(k) % 3 === 1) request.on('end', send);
    else setImmediate(() => setImmediate(send));
  };
  http.on('request', answer);
  http.on('checkExpectation', (request) => {
    const body: Buffer[] = [];
    see(request, body, () => request.rawTrailers);
    request.on('data', (bytes: Buffer) => body.push(bytes));
  });
  http.on('checkContinue', (request, response) =>
    watch.whenFirst(request, response, () => {
      response.writeContinue();
      answer(request, response);
    }),
  );
  http.on('upgrade', (request, socket: Socket, head) => {
    const [, lab = '', k = '0'] = /m([AB])(\d+)t/.exec(request.url ?? '') ?? [];
    const rest = [head];
    see(request, rest, () => []);
    socket.on('error', () => undefined);
    const isRefused = Number(k) % 2 === 1;
    watch.inTurn(socket, () => {
      const status = isRefused ? '426 Upgrade Required' : '101 Switching Protocols';
      socket.write(`HTTP/1.1 ${status}\r\nUpgrade: any\r\nConnection: upgrade\r\n\r\nr${lab}${k}`);
      socket.on('data', (bytes) => rest.push(bytes));
      socket.on('end', () => socket.end());
      if (isRefused) socket.end();
    });
  });
  http.on('clientError', (_error, socket) => {
    if (!socket.writable) socket.destroy();
    else watch.inTurn(socket as Socket, () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { http, seen, port: (http.address() as AddressInfo).port };
}

/** What each lab was shown of a connection that got `pieces` as its reads, and what Node and the client saw. */
async function play(
  judge: Awaited<ReturnType<typeof startJudge>>,
  pieces: readonly Buffer[],
  labs: Map<string, Lab>,
) {
  for (const lab of labs.values()) lab.close();
  const log = {
    maxBytes: 1e6,
    budget: { maxBytes: 1e7, shareBytes: 0, usedBytes: 0, logs: new Set<LabLog>() },
  };
  for (const id of ['A', 'B']) labs.set(id, new Lab(id, '::1', log, 0));
  judge.seen.length = 0;
  const client = net.connect(judge.port, '127.0.0.1');
  const received: Buffer[] = [];
  client.on('data', (bytes) => received.push(bytes));
  client.on('error', () => undefined);
  const closed = once(client, 'close');
  const [socket] = (await once(judge.http, 'connection')) as [Socket];
  // Bypasses the network, so that reads are split exactly like this.
  for (const [n, piece] of pieces.entries()) {
    if (!socket.destroyed) socket.push(Buffer.from(piece));
    if (n % 2 === 1) await new Promise((resolve) => setImmediate(resolve));
  }
  if (!socket.destroyed) socket.push(null);
  await closed;
  return {
    received: Buffer.concat(received),
    shown: (id: string, sender: Peer) => shown(labs.get(id)!, sender),
  };
}

function shown({ log }: Lab, sender: Peer): readonly ChunkRecord[] {
  const cursor = log.cursorAfter(0);
  const chunks: ChunkRecord[] = [];
  for (let bytes = log.read(cursor); bytes !== null; bytes = log.read(cursor)) {
    for (const record of decodeFeed(new Uint8Array(bytes))) {
      if (record.type === 'chunk' && record.sender === sender) chunks.push(record);
    }
  }
  return chunks;
}

/** The bytes of some chunks; a line break where bytes between them are missing. */
function textOf(chunks: readonly ChunkRecord[]): string {
  let text = '';
  let end = 0;
  for (const { offset, bytes } of chunks) {
    text += (offset === end ? '' : '\n') + Buffer.from(bytes).toString('latin1');
    end = offset + bytes.length;
  }
  return text;
}

function split(text: string, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % text.length))].sort((a, b) => a - b);
  return [0, ...places].map((from, n) => Buffer.from(text.slice(from, places[n]), 'latin1'));
}

const orClean = <T>(clean: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(clean) }, { weight: 1, arbitrary: others });

const LAB = fc.constantFrom('A', 'B') as fc.Arbitrary<'A' | 'B'>;
const ANY_PART: fc.Arbitrary<Part> = fc.record({
  lab: LAB,
  kind: fc.constantFrom(...KINDS),
  lead: orClean('', fc.constantFrom(...LEADS)),
  fields: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.constantFrom(...FIELDS), { maxLength: 3 }) },
  ),
  lineEnd: orClean('\r\n', fc.constantFrom('\n', '\r', '\r\r\n')),
  chunkSize: orClean('8', fc.constantFrom(...SIZES)),
  trailer: orClean('', fc.constantFrom(...TRAILERS)),
});
const CUTS = fc.array(fc.nat(5000), { maxLength: 12 });

test('no lab sees a byte of a request that Node took for another lab’s, or of its answer', {
  timeout: 120_000,
}, async () => {
  const labs = new Map<string, Lab>();
  const judge = await startJudge(labs);
  onTestFinished(() => void judge.http.close());
  const holds = fc.asyncProperty(
    fc.array(ANY_PART, { minLength: 1, maxLength: 5 }),
    CUTS,
    async (parts, cuts) => {
      const text = parts.map(requestOf).join('');
      const { shown } = await play(judge, split(text, cuts), labs);
      for (const id of ['A', 'B']) {
        for (const [mark, letter] of textOf(shown(id, 'client')).matchAll(/m([AB])\d+[a-z]/g)) {
          const taker = judge.seen.find((request) => request.text().includes(mark));
          // Node may never have taken the faulty request, which is shown to the lab that it names.
          expect(`${mark} of ${taker?.lab ?? letter}`).toBe(`${mark} of ${id}`);
        }
        for (const [, letter] of textOf(shown(id, 'server')).matchAll(/r([AB])\d+/g)) expect(letter).toBe(id);
      }
    },
  );
  await fc.assert(holds, { numRuns: 1500 });
});

test('each lab sees all of its own bytes, and nothing else, whatever well-formed requests share a connection', {
  timeout: 60_000,
}, async () => {
  const labs = new Map<string, Lab>();
  const judge = await startJudge(labs);
  onTestFinished(() => void judge.http.close());
  const clean = (kinds: readonly Part['kind'][]): fc.Arbitrary<Part> =>
    fc.record({ lab: LAB, kind: fc.constantFrom(...kinds) }).map((part) => ({ ...CLEAN, ...part }));
  const goesOn = clean(KINDS.filter((kind) => kind !== 'no host' && kind !== 'upgrade'));
  const list = fc
    .tuple(fc.array(goesOn, { minLength: 1, maxLength: 5 }), clean(KINDS))
    .map(([first, last]) => [...first, last]);
  const holds = fc.asyncProperty(list, CUTS, async (parts, cuts) => {
    const requests = parts.map(requestOf);
    const { received, shown } = await play(judge, split(requests.join(''), cuts), labs);
    let answered = 0;
    for (const id of ['A', 'B']) {
      const own = requests.filter((_, k) => parts[k]!.lab === id).join('');
      expect(textOf(shown(id, 'client')).replaceAll('\n', '')).toBe(own.replaceAll('\n', ''));
      for (const { offset, bytes } of shown(id, 'server')) {
        expect(Buffer.from(bytes)).toEqual(received.subarray(offset, offset + bytes.length));
        answered += bytes.length;
      }
    }
    expect(answered).toBe(received.length);
  });
  await fc.assert(holds, { numRuns: 500 });
});
