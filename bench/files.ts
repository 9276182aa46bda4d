import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PcapngWriter } from '../src/capture/files/save/pcapng-writer';
import { encodeFrame, encodeHandshake } from '../src/protocol/encode';
import type { Import } from './files-import';
import type { BenchRow } from './row';

const FILE_BYTES = Number(process.env.FILE_MB ?? 200) * 1024 * 1024;
const CONNECTIONS = 50;
/** Sizes of messages, in turn: chat, state of a game, a document. */
const PAYLOADS = [20, 120, 60, 900, 40, 250, 12_000].map((size) =>
  'wire 101 '.repeat(size / 9 + 1).slice(0, size),
);
const EPOCH_MICROS = 1_800_000_000_000_000;
const utf8 = new TextEncoder();

/**
 * Imports a packet capture of WebSocket traffic up to decoded units, against `tshark -T fields` on the same file (Debian
 * package tshark). FILE_MB sets its size in MiB.
 */
export async function benchFiles(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wire101-bench-'));
  const file = join(folder, 'traffic.pcapng');
  try {
    const messages = writeTraffic(file);
    const fileBytes = statSync(file).size;
    console.log(
      `${Math.round(fileBytes / 1024 / 1024)} MiB, ${messages} messages on ${CONNECTIONS} connections`,
    );
    const ours = importFile(file);
    const rows = [
      row(
        `peak memory of an import, × the file`,
        ours.peakBytes / fileBytes,
        1,
        '×',
        '≤ 4',
        (ratio) => ratio <= 4,
      ),
    ];
    const theirs = sharkMs(file);
    if (theirs === null) console.log('tshark is not installed (Debian: apt-get install tshark)');
    else {
      const [mine, other] = [ours.ms, theirs].map((ms) => fileBytes / 1024 / 1024 / (ms / 1000));
      rows.unshift(row(`import, ${ours.units} units`, mine!, other!, 'MiB/s', '≥ 5', (ratio) => ratio >= 5));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(
  name: string,
  ours: number,
  baseline: number,
  unit: string,
  goal: string,
  isMet: (ratio: number) => boolean,
): BenchRow {
  const ratio = ours / baseline;
  return { name, ours, baseline, unit, ratio, goal, ok: isMet(ratio) };
}

/** Both sides of each connection speak in turns; the number of messages. */
function writeTraffic(path: string): number {
  const handle = openSync(path, 'w');
  const writer = new PcapngWriter();
  const said = encodeHandshake({ target: '/ws' });
  let [size, at, messages] = [0, EPOCH_MICROS, 0];
  const write = (bytes: Uint8Array) => {
    size += bytes.length;
    writeSync(handle, bytes);
  };
  write(writer.head());
  for (let connection = 1; connection <= CONNECTIONS; connection++) {
    const client = { address: '10.0.0.1', port: 50_000 + connection };
    const server = { address: '10.0.0.2', port: 80 };
    write(writer.packets({ kind: 'open', connection, client, server, atMicros: at, start: 'captured' }));
    for (const sender of ['client', 'server'] as const) {
      at += 100;
      write(
        writer.packets({ kind: 'chunk', connection, sender, bytes: utf8.encode(said[sender]), atMicros: at }),
      );
    }
  }
  while (size < FILE_BYTES) {
    const connection = 1 + (messages % CONNECTIONS);
    const sender = Math.floor(messages / CONNECTIONS) % 2 === 0 ? 'client' : 'server';
    const bytes = encodeFrame('text', PAYLOADS[messages % PAYLOADS.length]!, {
      isMasked: sender === 'client',
    });
    at += 20;
    write(writer.packets({ kind: 'chunk', connection, sender, bytes, atMicros: at }));
    messages++;
  }
  closeSync(handle);
  return messages;
}

function importFile(path: string): Import {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bench/files-import.ts', path],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0 || stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as Import;
}

/** How long tshark takes for the fields of all frames; null where it is not installed. */
function sharkMs(path: string): number | null {
  const fields = [
    'frame.time_epoch',
    'tcp.stream',
    'websocket.opcode',
    'websocket.payload_length',
    'websocket.payload.text',
  ];
  const args = ['-r', path, '-Y', 'websocket', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
  const started = performance.now();
  const { error, status } = spawnSync('tshark', args, { stdio: 'ignore' });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`tshark ended with ${status}`);
  return performance.now() - started;
}
