/** A file of an archive: its path with slashes, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** 1 January 1980, the first day that the format knows: the same files give the same archive. */
const DATE = 0x21;
/** Version 2.0 of the format, and names in UTF-8. */
const VERSION = 20;
const UTF8 = 0x800;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** A ZIP archive of these files, stored as they are (APPNOTE.TXT §4.3: local headers, central directory, its end). */
export function zip(files: readonly ProjectFile[]): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, text } of files) {
    const [name, data] = [new TextEncoder().encode(path), new TextEncoder().encode(text)];
    const common = [
      ...[short(VERSION), short(UTF8), short(0), short(0), short(DATE)],
      ...[long(crc32(data)), long(data.length), long(data.length), short(name.length), short(0)],
    ];
    const local = joined([long(LOCAL), ...common, name, data]);
    directory.push(
      joined([
        ...[long(CENTRAL), short(VERSION), ...common],
        ...[short(0), short(0), short(0), long(0), long(offset), name],
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = joined(directory);
  const count = short(files.length);
  const end = [long(END), short(0), short(0), count, count, long(central.length), long(offset), short(0)];
  return joined([...locals, central, ...end]);
}

const short = (value: number): Uint8Array => new Uint8Array([value, value >>> 8]);
const long = (value: number): Uint8Array => new Uint8Array([value, value >>> 8, value >>> 16, value >>> 24]);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** CRC-32 of ISO 3309, as ZIP uses it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
