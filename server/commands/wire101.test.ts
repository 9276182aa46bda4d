import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileEvent } from '../../src/capture/files/event';
import { encodePcapng } from '../../src/capture/files/save/pcapng-writer';
import { RecordEvents } from '../../src/capture/files/save/record-events';
import { closeFrame, frame, Recording } from '../../src/capture/recording/recording';
import { ROOT } from './root';
import { wire101 } from './testing';

// Each test starts a program, which takes seconds on a machine with other work.
const SLOW = { timeout: 120_000 };

let folder: string;
let capture: string;
let bytes: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire101-'));
  capture = join(folder, 'capture.pcapng');
  const recording = new Recording()
    .open(1000)
    .handshake(2000)
    .client(9000, frame('text', 'Hello'))
    .server(9500, frame('text', 'Hello', { isMasked: true }))
    .server(9600, closeFrame(1002));
  const events: FileEvent[] = [];
  const made = new RecordEvents((event) => events.push(event));
  for (const record of recording.records) made.take(record, 1.8e15);
  bytes = encodePcapng(events);
  await writeFile(capture, bytes);
});
afterAll(() => rm(folder, { recursive: true }));

describe('wire101', SLOW, () => {
  it('says what it can do, and its version', async () => {
    expect(await wire101(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/start .*\n.*watch .*\n.*decode /),
      stderr: '',
    });
    expect(await wire101(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await wire101(['start', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--port N'),
    });
    expect(await wire101(['decode', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--json'),
    });
  });

  it.each([
    [['fly'], 'There is no command "fly".'],
    [['--fly'], "Unknown option '--fly'"],
    [['start', '--port', 'x'], 'A port is a number from 0 to 65535, not "x".'],
    [['start', '--redis', 'http://secret'], '--redis takes an address such as redis://'],
    [['start', '--node', 'a-b'], '--node takes up to 16 small letters and digits, not "a-b".'],
    [['decode'], 'Name a file, or "-" for stdin.'],
    [['decode', '--layer', 'ip', 'x'], 'There is no layer "ip"'],
  ])('called as %j ends with 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await wire101(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});

describe('wire101 decode', SLOW, () => {
  it('writes one unit a line, with what is wrong', async () => {
    const { code, stdout, stderr } = await wire101(['decode', capture]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      '0.000000 1 127.0.0.1:50001 client HTTP GET /lab/a1/ws',
      '0.001900 1 127.0.0.1:50001 server HTTP 101 Switching Protocols',
      '0.007000 1 127.0.0.1:50001 client Frame text “Hello”',
      '0.007000 1 127.0.0.1:50001 client Message text “Hello”',
      expect.stringMatching(
        /^0\.007500 .* server Frame text “Hello” fault: A server must not mask .*\(RFC 6455 §5\.1\)/,
      ),
      '0.007600 1 127.0.0.1:50001 server Frame close 1002',
      '',
    ]);
  });

  it('writes JSON with exactly these members', async () => {
    const { stdout } = await wire101(['decode', '--json', capture]);
    const units = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(units.map((unit) => Object.keys(unit).join()))).toEqual(
      new Set([
        'unit,connection,client,server,layer,kind,sender,atMicros,range,label,sentence,partial,fields,fault',
      ]),
    );
    const broken = units.find(({ layer, sender }) => layer === 'websocket' && sender === 'server');
    expect(broken).toMatchObject({
      connection: 1,
      client: '127.0.0.1:50001',
      server: '127.0.0.1:8101',
      kind: 'text',
      atMicros: 1_800_000_000_009_500,
      range: [129, 140],
      label: 'text “Hello”',
      sentence: 'The server sent a text frame with 5 bytes of payload: “Hello”.',
      partial: false,
      fault: { spec: 'RFC 6455 §5.1', closeCode: 1002, hint: expect.stringContaining('built for a client') },
    });
    expect(broken.fields).toContainEqual({ name: 'Masking-key', range: [2, 6], value: '37 fa 21 3d' });
  });

  it('reads stdin and gzip, chooses layers and text, and leaves fields out', async () => {
    const args = ['decode', '--json', '--no-fields', '--layer', 'websocket', '--filter', 'HELLO', '-'];
    const { stdout } = await wire101(args, { input: gzipSync(bytes) });
    const units = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(units.map(({ layer, sender }) => `${layer} ${sender}`)).toEqual([
      'websocket client',
      'websocket server',
    ]);
    expect(units[0]).not.toHaveProperty('fields');
  });

  it('counts on from file to file', async () => {
    const { stdout } = await wire101(['decode', '--json', '--no-fields', capture, capture]);
    const units = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(units.map(({ unit }) => unit)).size).toBe(units.length);
    expect(new Set(units.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
  });

  it('has no colours in a pipe', async () => {
    const { stdout } = await wire101(['decode', capture], { env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain('\u001b');
  });

  it('says on stderr what it could not read, and ends with 1 when that is all', async () => {
    const { code, stdout, stderr } = await wire101(['decode', join(folder, 'nothing.pcap'), '-'], {
      input: 'hello',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/nothing\.pcap: There is no such file\.\nstdin: This text is none of the forms/);
    const cut = await wire101(['decode', '-'], { input: gzipSync(bytes).subarray(0, -40) });
    expect(cut.code).toBe(0);
    expect(cut.stdout).toContain('GET /lab/a1/ws');
    expect(cut.stderr).toContain('stdin: This pcapng file ends inside a block');
  });

  it('goes on when Ctrl-C ends the program that captures', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'wire101.mjs'), 'decode', '-']);
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    // Once this much has been taken, the program is reading.
    await new Promise((resolve) => child.stdin.write(' '.repeat(1024 * 1024), resolve));
    child.kill('SIGINT');
    child.stdin.end('81 05 48 65 6c 6c 6f');
    const [code] = await once(child, 'close');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('text “Hello”') });
  });

  it('ends quietly when nobody reads on', async () => {
    const many = Array.from({ length: 400 }, () => capture);
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'wire101.mjs'), 'decode', '--json', ...many]);
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
