import { FileDecoder } from './decode/file-decoder';
import type { FileEvent, NoteEvent } from './event';
import { createFileReader } from './read-file';

/** What a file holds. */
export interface ReadBack {
  readonly events: readonly FileEvent[];
  readonly notes: readonly NoteEvent[];
  readonly file: FileDecoder;
  /** Each unit that is shown, but for reads: what the file says of it. */
  readonly units: readonly string[];
}

/** Reads a file that comes in these pieces. */
export function readBack(...pieces: readonly Uint8Array[]): ReadBack {
  const events: FileEvent[] = [];
  const reader = createFileReader((event) => events.push(event));
  for (const piece of pieces) {
    // As from a stream that uses its buffer again: nothing may keep a piece.
    const lent = piece.slice();
    reader.push(lent);
    lent.fill(0xee);
  }
  reader.end();
  return { events, ...decodeEvents(events) };
}

export function decodeEvents(events: readonly FileEvent[]): Omit<ReadBack, 'events'> {
  const notes: NoteEvent[] = [];
  const file = new FileDecoder((note) => notes.push(note));
  for (const event of events) file.take(event);
  file.end();
  return { notes, file, units: unitsIn(file) };
}

function unitsIn(file: FileDecoder): string[] {
  const { decoder } = file;
  return decoder.units.flatMap((unit) => {
    if (unit.layer === 'tcp' || !file.isShown(unit)) return [];
    const { start, end } = file.rangeOf(unit);
    const fields = decoder.fieldsOf(unit).map(({ name, value }) => `${name}=${value}`);
    const { connection, layer, sender, kind, partial } = unit;
    const place = `${connection} ${layer} ${sender} ${kind} ${start}-${end}${partial ? ' partial' : ''}`;
    return [`${place} ${decoder.sentenceOf(unit)} ${file.faultOf(unit)?.message ?? ''} ${fields.join(' ')}`];
  });
}

/** What was sent on each connection, joined, with how each direction ended; independent of times and pieces. */
export function streamsOf(events: readonly FileEvent[]): readonly string[] {
  const streams = new Map<string, string>();
  const add = (connection: number, sender: string, text: string) => {
    const key = `${connection} ${sender}: `;
    streams.set(key, (streams.get(key) ?? '') + text);
  };
  for (const event of events) {
    if (event.kind === 'chunk') add(event.connection, event.sender, String.fromCharCode(...event.bytes));
    if (event.kind === 'gap') add(event.connection, event.sender, `<gap ${event.bytes}>`);
    if (event.kind === 'end') add(event.connection, event.by, `<${event.how}>`);
  }
  return [...streams].map(([key, text]) => key + text).sort();
}
