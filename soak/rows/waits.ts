import type { Attack } from '../attack';
import { processorSecondsOf } from '../process-tree';
import { HOLES_MIB, type Row } from '../row';
import { type BareClient, BINARY, frame, handshakeText, pause, requestText, waitFor } from '../wire';

/** The work for one client is sliced and bounded, so that nobody else waits for it. */
export const waitRows: readonly Row[] = [
  {
    name: 'one-byte-order',
    what: 'a lab that asks for reads of one byte, and long messages',
    isShort: true,
    attack: oneByteOrder,
  },
  {
    name: 'one-byte-segments',
    what: 'messages, bodies and heads sent a byte at a time',
    maxSeconds: 90,
    attack: oneByteSegments,
  },
  { name: 'say', what: 'orders to say as much as possible', isShort: true, leftMiB: 24, attack: say },
  {
    name: 'pipelining',
    what: 'thousands of requests on one connection that ask to wait',
    attack: pipelining,
  },
  {
    name: 'pipelined-pages',
    what: 'thousands of pages requested on one connection and never read',
    leftMiB: HOLES_MIB,
    attack: pipelinedPages,
  },
  {
    name: 'native-calls',
    what: 'programs of new labs that never return from one call',
    isShort: true,
    attack: nativeCalls,
  },
  {
    name: 'native-calls-later',
    what: 'programs that behave for a while and then do not',
    attack: nativeCallsLater,
  },
  {
    name: 'busy-programs',
    what: 'programs that are busy all the time',
    // Labs whose programs were ended more than once run apart, in a second process, which takes this memory.
    peakMiB: 180,
    attack: busyPrograms,
  },
];

/** One second must be enough; another second is for a busy machine. */
const ECHO_MS = 2000;

async function oneByteOrder(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  await attack.order(lab, 'impairment', { connection: 'next', readBytes: 1 });
  for (const bytes of attack.isShort ? [110_000] : [60_000, 110_000, 200_000]) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/ws`));
    await client.until(/\r\n\r\n/);
    const head = client.receivedBytes;
    const atMs = performance.now();
    await client.send(frame(BINARY, Buffer.alloc(bytes, 'x')));
    const isOver = await waitFor(() => client.receivedBytes > head + bytes || client.isClosed, 40_000);
    const tookMs = Math.round(performance.now() - atMs);
    attack.expect(isOver && tookMs <= ECHO_MS, `${bytes} bytes in reads of one byte took ${tookMs} ms`);
    client.socket.destroy();
  }
}

async function oneByteSegments(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const bytes = 200_000;
  const body = 'x'.repeat(bytes);
  const engine = `/lab/${lab.id}/socket.io/?EIO=4&transport=polling`;
  const forms: Readonly<Record<string, readonly [start: string, rest: string | Buffer, end: RegExp]>> = {
    'a message': [handshakeText(`/lab/${lab.id}/ws`), frame(BINARY, body), /x{1000}/],
    'a body': [
      requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, [`Content-Length: ${bytes}`]),
      body,
      /200 OK[\s\S]*x{1000}/,
    ],
    'a chunked body': [
      requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, ['Transfer-Encoding: chunked']),
      `${'1\r\nx\r\n'.repeat(bytes / 6)}0\r\n\r\n`,
      /200 OK[\s\S]*x{1000}/,
    ],
    'a packet': [requestText(`POST ${engine} HTTP/1.1`, [`Content-Length: ${bytes}`]), body, /HTTP\/1.1 400/],
    'a head': [
      '',
      requestText(`GET /lab/${lab.id}/echo HTTP/1.1`, [`X: ${'x'.repeat(15_000)}`]),
      /HTTP\/1.1 200/,
    ],
  };
  for (const [name, [start, rest, end]] of Object.entries(forms)) {
    const client = await attack.bare();
    await client.send(start);
    if (start.includes('websocket')) await client.until(/\r\n\r\n/);
    const before = processorSecondsOf(attack.stand.pid);
    await client.dribble(rest, 1, 25);
    const isAnswered = (await client.until(end, 20_000)) || client.isClosed;
    const seconds = processorSecondsOf(attack.stand.pid) - before;
    attack.expect(isAnswered, `${name} of single bytes was not answered`);
    // Each read costs some microseconds in the system and in Node alone.
    attack.expect(seconds < 5, `${name} of single bytes took ${seconds.toFixed(1)} s of processor`);
    client.socket.destroy();
  }
}

async function say(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const viewer = await attack.watch(lab);
  const clients: BareClient[] = [];
  for (let n = 0; n < 3; n++) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/ws`));
    await client.until(/\r\n\r\n/);
    clients.push(client);
  }
  await viewer.until((records) => records.filter(({ type }) => type === 'open').length === 3);
  const most = { text: 'x'.repeat(150 * 1024), count: 200, fragments: 20, pingBetween: true };
  const answers = await Promise.all(
    [1, 2, 3].map((connection) => attack.order(lab, 'say', { connection, ...most })),
  );
  for (const { status, body } of answers) {
    attack.expect(
      status === 200 || /"error":"[^"]*\d/.test(body),
      `an order to say: ${status} ${body.slice(0, 100)}`,
    );
  }
  // What is within the limit is said; a student is told about the rest.
  const one = await attack.order(lab, 'say', { connection: 1, text: 'still here', count: 1 });
  attack.expect(
    one.status === 200,
    `a short order to say afterwards: ${one.status} ${one.body.slice(0, 100)}`,
  );
  await pause(3000);
  viewer.socket.terminate();
}

async function pipelining(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const request = requestText(`GET /lab/${lab.id}/echo?afterMs=${attack.isShort ? 5000 : 30_000} HTTP/1.1`);
  const client = await attack.bare();
  const before = processorSecondsOf(attack.stand.pid);
  void client.send(request.repeat(20_000));
  await pause(attack.isShort ? 3000 : 6000);
  client.socket.destroy();
  // What the client left behind must not cost anything any more.
  await pause(1000);
  const seconds = processorSecondsOf(attack.stand.pid) - before;
  attack.expect(seconds < 3, `20 000 requests that wait took ${seconds.toFixed(1)} s of processor`);
  const answer = await attack.ask(`/lab/${lab.id}/echo?afterMs=100`);
  attack.expect(answer.status === 200, `a request that waits afterwards: ${answer.status}`);
}

async function pipelinedPages(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  for (const path of ['echo', 'page?objects=60', 'object/1', 'news?waitMs=30000', 'news']) {
    const client = await attack.bare();
    client.socket.pause();
    void client.send(requestText(`GET /lab/${lab.id}/${path} HTTP/1.1`).repeat(20_000));
    await pause(2000);
    client.socket.destroy();
  }
}

const NATIVE = "'a'.repeat(8e6).indexOf('a'.repeat(4e6) + 'b');";

async function nativeCalls(attack: Attack): Promise<void> {
  const labs = attack.isShort ? 5 : 10;
  for (let n = 0; n < labs; n++) {
    const lab = await attack.lab(n);
    const atMs = performance.now();
    const { status, body } = await attack.order(lab, 'code', { code: NATIVE });
    attack.expect(
      status === 200 || /"error":"[^"]{15,}/.test(body),
      `such a program: ${status} ${body.slice(0, 100)}`,
    );
    await pause(Math.max(0, 1500 - (performance.now() - atMs)));
  }
}

/** Triggers what a program does in a listener. */
async function provoke(attack: Attack, work: string, n: number): Promise<void> {
  const lab = await attack.lab(n);
  const viewer = await attack.watch(lab);
  await attack.order(lab, 'code', {
    code: `io.on('connection', (socket) => { socket.on('ask', (n, answer) => answer(n)); socket.on('go', () => { ${work} }); });`,
  });
  const client = attack.socketio(lab);
  for (let k = 0; k < 20; k++) {
    await client
      .timeout(5000)
      .emitWithAck('ask', k)
      .catch(() => undefined);
    await pause(50);
  }
  client.emit('go');
  const isTold = await viewer.until(
    (records) =>
      records.some(
        (record) => record.type === 'code' && record.kind === 'stopped' && record.text.length > 20,
      ),
    8000,
  );
  attack.expect(isTold, `a program that did not return was not stopped with a sentence: ${work}`);
  client.disconnect();
}

async function nativeCallsLater(attack: Attack): Promise<void> {
  for (let n = 0; n < 5; n++) await provoke(attack, NATIVE, n);
}

async function busyPrograms(attack: Attack): Promise<void> {
  const code =
    'setInterval(() => { const until = performance.now() + 20; while (performance.now() < until); }, 0);';
  const labs = await Promise.all(Array.from({ length: 4 }, (_, n) => attack.lab(n)));
  const [first] = labs;
  const viewer = await attack.watch(first!);
  await Promise.all(labs.map((lab) => attack.order(lab, 'code', { code })));
  await pause(8000);
  for (const lab of labs) await attack.order(lab, 'code', { code: null });
  await attack.order(first!, 'code', { code });
  const isStopped = await viewer.until(
    (records) => records.some((record) => record.type === 'code' && /busy for more than/.test(record.text)),
    30_000,
  );
  attack.expect(isStopped, 'a program that was busy all the time was not told so');
}
