import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDecoder, type Unit } from '../../protocol';
import { concat, hexBytes, latin, openedDecoder, unitsOf, utf8 } from '../../protocol/testing/units';
import { curlCommand, websocatCommand, wscatCommand } from './commands';
import { copyFormats, hexText, jsonText } from './formats';
import { printfBytes, shellQuote } from './shell';

const run = promisify(execFile);
const sh = async (command: string) =>
  (await run('sh', ['-c', command], { encoding: 'buffer', maxBuffer: 1 << 24 })).stdout;

const AWKWARD = [
  '',
  "it's",
  "'",
  "''",
  '$HOME `id` "x"',
  'a\\b\\n',
  '%s %d',
  '-n',
  'two\nlines',
  '!{}[]*?~',
  'é€😀',
];

describe('words for a shell', () => {
  it.each(AWKWARD)('mean what they say: %j', async (text) => {
    expect((await sh(`printf %s ${shellQuote(text)}`)).toString()).toBe(text);
    expect((await sh(printfBytes(utf8.encode(text)))).toString()).toBe(text);
  });

  it('can write every byte there is, also before digits', async () => {
    const bytes = Uint8Array.from({ length: 1024 }, (_, i) => (i % 2 === 0 ? i / 2 : 48 + (i % 10)));
    expect([...(await sh(printfBytes(bytes)))]).toEqual([...bytes]);
  });
});

describe('the command for curl', () => {
  const server = createServer((request, response) => {
    const { method, url, rawHeaders } = request;
    const body: Buffer[] = [];
    request
      .on('data', (chunk) => body.push(chunk))
      .on('end', () => {
        const answer = JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(body).toString('hex') });
        response.end(answer);
      });
  });
  let host = '';
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  /** What a server receives from this request, and from curl repeating it. */
  async function repeated(head: string, body: Uint8Array) {
    const decoder = createDecoder();
    decoder.push(1, 'client', concat(latin(head.replaceAll('\n', '\r\n')), body), 0);
    const [request] = unitsOf(decoder, 'http');
    const command = curlCommand(decoder, request!);
    expect(command).not.toBeNull();
    const answer = (await sh(command!.replace('curl --include', 'curl --silent --noproxy "*"'))).toString();
    const sent = decoder.headOf(request!)!;
    return {
      sent,
      got: JSON.parse(answer) as { method: string; url: string; rawHeaders: string[]; body: string },
    };
  }

  const sorted = (raw: readonly string[]) =>
    raw.flatMap((name, i) => (i % 2 === 0 ? [`${name.toLowerCase()}: ${raw[i + 1]}`] : [])).sort();

  it.each([
    ['GET', '/a/../b?q=[1]{2}&x=%20', '', ''],
    ['GET', "/it's", 'X-Quote: it\'s $HOME `id` "x" \\n\nX-Empty: \nAccept: */*\n', ''],
    ['POST', '/form', 'Content-Type: text/plain\nUser-Agent: me\n', '@file & it\'s "text" %s \\n'],
    ['POST', '/raw', '', '\u0000\u00ff\u0001\n\r\u0080'],
    ['PUT', '/empty', 'Content-Type: application/json\n', '{}'],
    ['DELETE', '/gone', '', ''],
  ])('makes the server hear the same: %s %s', async (method, target, headers, text) => {
    const body = latin(text);
    const length = body.length > 0 ? `Content-Length: ${body.length}\n` : '';
    const head = `${method} ${target} HTTP/1.1\nHost: ${host}\n${headers}${length}\n`;
    const { sent, got } = await repeated(head, body);
    expect(got).toMatchObject({ method, url: target, body: Buffer.from(body).toString('hex') });
    const wanted = sent.headers.flatMap(({ name, value }) => [name, value]);
    expect(sorted(got.rawHeaders)).toEqual(sorted(wanted));
  });

  it('is not given for what is no whole request', () => {
    const decoder = createDecoder();
    decoder.push(1, 'client', latin('GET / HTTP/1.1\r\nHost: a'), 0);
    expect(curlCommand(decoder, decoder.units[1]!)).toBeNull();
  });
});

/** The arguments that a shell passes to a command of this name, and its standard input. */
async function received(command: string, name: string): Promise<{ args: string[]; input: string }> {
  const stub = `${name}() { for a in "$@"; do printf '%s\\0' "$a"; done; printf '|'; cat; }; sleep() { :; }; `;
  const child = spawn('sh', ['-c', stub + command], { stdio: ['ignore', 'pipe', 'inherit'] });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  await once(child, 'close');
  const all = Buffer.concat(out).toString('latin1');
  const at = all.lastIndexOf('\0|');
  return { args: all.slice(0, at).split('\0'), input: all.slice(at + 2) };
}

describe('commands that send a message again', () => {
  const first = (hex: string, target = '/lab/0/ws?call=3') => {
    const decoder = openedDecoder({ target });
    decoder.push(1, 'client', hexBytes(hex), 1);
    return { decoder, frame: unitsOf(decoder, 'websocket')[0]! };
  };

  it('pipe the unmasked text into websocat, to the URL without the page’s own number', async () => {
    const { decoder, frame } = first('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    const { args, input } = await received(websocatCommand(decoder, frame)!, 'websocat');
    expect(args).toEqual(['--no-close', 'ws://localhost:8101/lab/0/ws']);
    expect(input).toBe('Hello');
    expect(wscatCommand(decoder, frame)).toBe("npx wscat -c 'ws://localhost:8101/lab/0/ws' -w 1 -x 'Hello'");
  });

  it('keep lines together and bytes as they are', async () => {
    const lines = first('81 83 00 00 00 00 61 0a 62');
    const sent = await received(websocatCommand(lines.decoder, lines.frame)!, 'websocat');
    expect(sent).toEqual({
      args: ['--no-close', '--text', '--no-line', 'ws://localhost:8101/lab/0/ws'],
      input: 'a\nb',
    });
    const bytes = first('82 83 00 00 00 00 00 ff 27');
    const { args, input } = await received(websocatCommand(bytes.decoder, bytes.frame)!, 'websocat');
    expect(args).toContain('--binary');
    expect(input).toBe("\u0000\u00ff'");
    expect(wscatCommand(bytes.decoder, bytes.frame)).toBeNull();
  });

  it('open a session of their own before an event of Socket.IO', async () => {
    const hex = '81 88 00 00 00 00 34 32 5b 22 68 69 22 5d';
    const { decoder } = first(hex, '/socket.io/?EIO=4&transport=websocket&sid=abc');
    const packet = unitsOf(decoder, 'socket.io')[0] as Unit;
    const { args, input } = await received(websocatCommand(decoder, packet)!, 'websocat');
    expect(args.at(-1)).toBe('ws://localhost:8101/socket.io/?EIO=4&transport=websocket');
    expect(input).toBe('40\n42["hi"]');
  });

  it('are not given for control frames', () => {
    const { decoder, frame } = first('89 80 00 00 00 00');
    expect(websocatCommand(decoder, frame)).toBeNull();
  });
});

describe('copies', () => {
  const decoder = openedDecoder();
  decoder.push(1, 'client', hexBytes('81 85 37 fa 21 3d 7f 9f 4d 51 58'), 5);
  const capture = { decoder, connection: () => undefined };
  const frame = unitsOf(decoder, 'websocket')[0]!;

  it('are the bytes as hex, the payload as text, and JSON that can be read again', () => {
    const formats = copyFormats(capture, frame);
    expect(formats.map(({ id }) => id)).toEqual(['hex', 'text', 'json', 'websocat', 'wscat']);
    expect(formats[0]!.text()).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(formats[1]!.text()).toBe('Hello');
    const json = JSON.parse(jsonText(capture, frame));
    expect(json).toMatchObject({ layer: 'websocket', kind: 'text', direction: 'client to server', size: 11 });
    expect(json.layers.map(({ layer }: { layer: string }) => layer)).toEqual(['tcp', 'websocket', 'message']);
    expect(json.fields[0]).toEqual({
      name: 'FIN',
      bytes: [0, 1],
      bits: [0, 1],
      value: '1 final fragment',
      spec: 'RFC 6455 §5.2',
    });
  });

  it('break hex into lines of sixteen', () => {
    expect(hexText(new Uint8Array(18))).toBe(`${Array(16).fill('00').join(' ')}\n00 00`);
  });

  it('are cut where there is too much, and say so', () => {
    const large = openedDecoder();
    large.push(1, 'server', concat(hexBytes('82 7f 00 00 00 00 00 20 00 00'), new Uint8Array(0x200000)), 1);
    const message = unitsOf(large, 'message')[0]!;
    const many = { decoder: large, connection: () => undefined };
    expect(copyFormats(many, message).map(({ id, note }) => [id, note])).toEqual([
      ['hex', 'the first MiB'],
      ['text', 'the first MiB'],
      ['json', ''],
    ]);
    expect(JSON.parse(jsonText(many, message)).bytesLeftOut).toBe(0x200000 - 4096);
  });
});
