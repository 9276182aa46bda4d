import { FileDecoder } from '../../src/capture/files/decode/file-decoder';
import type { NoteEvent } from '../../src/capture/files/event';
import { createFileReader } from '../../src/capture/files/read-file';
import { fetchLayers, LAYERS, type LayerId } from '../../src/protocol';
import { type Command, readOptions, UsageError, write } from './command';
import { hasColours } from './decode/colours';
import { piecesOf } from './decode/pieces';
import { unitJson } from './decode/unit-json';
import { UnitLines } from './decode/unit-line';

const USAGE = `Usage: wire101 decode [--json] [--no-fields] [--layer ID] [--filter TEXT] FILE…

Reads packet captures (pcap, pcapng), browsers' records (HAR), captures that Wire 101 saved, and bytes written
down in any usual way (xxd, hexdump -C, od, Wireshark, arrays, strings, base64, 42["a",1]). "-" is stdin; the
format is found by the content, and gzip is seen by itself. One unit a line: time in seconds, connection, sender,
layer, label, and what is wrong with it. What could not be read is said on stderr. All is written when the input ends;
Ctrl-C ends "tcpdump -w - | wire101 decode -" with what was captured.

  --json         one JSON object a line: unit, connection, client, server, layer, kind, sender, atMicros, range,
                 label, sentence, partial, fields, fault
  --no-fields    without the fields, which are most of the JSON
  --layer ID     only units of this layer; may be repeated: ${LAYERS.map(({ id }) => id).join(', ')}
                 (lines leave out tcp, the pieces in which bytes came, unless it is asked for)
  --filter TEXT  only units whose label, sentence or fault has this text in it, in any case

Exit codes: 0 done, 1 nothing could be read, 2 called in a way that is not understood.`;

/** So many characters are written at once. */
const BATCH_CHARACTERS = 64 * 1024;

/** Says what files hold, one unit a line. */
export const decode: Command = {
  name: 'decode',
  about: 'say what a capture holds',
  usage: USAGE,
  async run(args) {
    const options = readDecodeOptions(args);
    await fetchLayers();
    const numbers = { units: 0, connections: 0 };
    let isAnyRead = false;
    for (const path of options.files) isAnyRead = (await decodeFile(path, options, numbers)) || isAnyRead;
    return isAnyRead ? 0 : 1;
  },
};

type Options = ReturnType<typeof readDecodeOptions>;

function readDecodeOptions(args: readonly string[]) {
  const { values, positionals } = readOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'no-fields': { type: 'boolean', default: false },
      layer: { type: 'string', multiple: true, default: [] },
      filter: { type: 'string', default: '' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Name a file, or "-" for stdin.');
  const layers = values.layer.flatMap((ids) => ids.split(','));
  const odd = layers.find((id) => LAYERS.every((layer) => layer.id !== id));
  if (odd !== undefined) {
    throw new UsageError(`There is no layer "${odd}"; there are: ${LAYERS.map(({ id }) => id).join(', ')}.`);
  }
  const { json: isJson, 'no-fields': isWithoutFields } = values;
  const filter = values.filter.toLowerCase();
  return { files: positionals, isJson, isWithoutFields, layers: new Set(layers as LayerId[]), filter };
}

/** Whether there was anything in it. Files count their units and connections on, so that no number stands for two. */
async function decodeFile(
  path: string,
  { isJson, isWithoutFields, layers, filter }: Options,
  numbers: { units: number; connections: number },
): Promise<boolean> {
  const name = path === '-' ? 'stdin' : path;
  const tell = ({ text, connection }: Pick<NoteEvent, 'text' | 'connection'>) => {
    const place = connection === undefined ? '' : ` connection ${connection + numbers.connections}:`;
    console.error(`${name}:${place} ${text}`);
  };
  const file = new FileDecoder(tell);
  const reader = createFileReader((event) => file.take(event));
  // Ctrl-C ends the program that captures into our stdin, too: what it has captured is worth decoding. A second one ends us.
  if (path === '-') process.once('SIGINT', () => undefined);
  let error: NodeJS.ErrnoException | null = null;
  let size = 0;
  try {
    for await (const piece of piecesOf(path)) {
      size += piece.length;
      reader.push(piece);
    }
  } catch (thrown) {
    error = thrown as NodeJS.ErrnoException;
  }
  if (error === null || size > 0) reader.end();
  if (error !== null) tell({ text: reasonOf(error) });
  file.end();

  const lines = new UnitLines(file, numbers.connections, hasColours());
  let batch = '';
  let shown = 0;
  for (const unit of file.decoder.units) {
    if (!file.isShown(unit)) continue;
    shown++;
    if (layers.size > 0 ? !layers.has(unit.layer) : !isJson && unit.layer === 'tcp') continue;
    if (filter !== '' && !lines.textOf(unit).toLowerCase().includes(filter)) continue;
    batch += isJson ? unitJson(file, unit, numbers, !isWithoutFields) : lines.lineOf(unit);
    batch += '\n';
    if (batch.length < BATCH_CHARACTERS) continue;
    await write(batch);
    batch = '';
  }
  await write(batch);
  numbers.units += file.decoder.units.length;
  numbers.connections += file.connections;
  return shown > 0;
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder, not a file.';
  if (code === 'EACCES') return 'You may not read this file.';
  if (code?.startsWith('Z_')) return `The gzip data is broken (${message}): nothing after that was read.`;
  return `It cannot be read: ${message}.`;
}
