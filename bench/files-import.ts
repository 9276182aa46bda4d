import { createReadStream } from 'node:fs';
import { FileDecoder } from '../src/capture/files/decode/file-decoder';
import { createFileReader } from '../src/capture/files/read-file';
import { fetchLayers } from '../src/protocol';

// Imports the file that it is given as a page does, and prints what that took as JSON: a process of its own, for its memory.

/** What an import took. */
export interface Import {
  readonly ms: number;
  readonly units: number;
  readonly peakBytes: number;
}

await fetchLayers();
const started = performance.now();
const file = new FileDecoder((note) => console.error(note.text));
const reader = createFileReader((event) => file.take(event));
for await (const piece of createReadStream(process.argv[2]!, { highWaterMark: 256 * 1024 }))
  reader.push(piece as Buffer);
reader.end();
file.end();
const result: Import = {
  ms: performance.now() - started,
  units: file.decoder.units.length,
  // Kilobytes on every system.
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(result));
