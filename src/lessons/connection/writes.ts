import type { LabSession, RawConnection } from '../../lab/session';

/** What is written on a plain connection, and what the lab does to how the server reads it. */
interface Writing {
  /** One write each. */
  readonly texts: readonly string[];
  /** Between two writes. */
  readonly gapMs: number;
  /** The server reads what comes within this time at once; 0 for off. */
  readonly gatherMs: number;
  /** The server reads at most this many bytes at a time; 0 for off. */
  readonly readBytes: number;
}

/** Reading that the lab leaves alone. */
export const UNTOUCHED_READING = { gapMs: 0, gatherMs: 0, readBytes: 0 } as const;

/** Opens a connection to the server that speaks no protocol, and writes on it; the lab changes reads on this one only. */
export async function writeOn(lab: LabSession, writing: Writing): Promise<RawConnection> {
  const { gatherMs, readBytes, gapMs } = writing;
  const pieces = writing.texts.filter((text) => text !== '').map((text) => new TextEncoder().encode(text));
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  const open = () =>
    lab.openRaw(bytes, { to: 'bytes', pieces: { sizes: pieces.map(({ length }) => length), gapMs } });
  if (gatherMs === 0 && readBytes === 0) return open();
  await lab.impair('next', { gatherMs, readBytes });
  try {
    return await open();
  } finally {
    await lab.impair('next', { gatherMs: 0, readBytes: 0 });
  }
}

/** One write of `size` bytes: lines of letters, to show where a read ends. */
export function largeBytes(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) =>
    index % 64 === 63 ? 10 : 65 + (Math.floor(index / 64) % 26),
  );
}
