/** A frame of a moving picture: a still WebP image of `width` × `height` pixels, drawn over what was there at `x`, `y`. */
export interface MovingFrame {
  readonly webp: Uint8Array;
  /** Even numbers, as the container wants them. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
}

const ANIMATION = 0x02;
const ALPHA = 0x10;

/** An animated WebP of these frames, which repeats for ever. Container: the WebP specification, “Extended File Format”. */
export function animatedWebp(
  { width, height }: { readonly width: number; readonly height: number },
  frames: readonly MovingFrame[],
): Uint8Array {
  const header = [ANIMATION | ALPHA, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)];
  const background = [0xff, 0xff, 0xff, 0xff];
  const forEver = [0, 0];
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.from(header)),
    chunk('ANIM', Buffer.from([...background, ...forEver])),
    ...frames.map((frame) => chunk('ANMF', frameData(frame))),
  ]);
  return chunk('RIFF', body);
}

/** Where and how long; drawn over the frame before, and left there (flags 0); then the pixels. */
function frameData({ webp, x, y, width, height, durationMs }: MovingFrame): Buffer {
  const numbers = [x / 2, y / 2, width - 1, height - 1, Math.round(durationMs)];
  return Buffer.concat([Buffer.from([...numbers.flatMap(uint24), 0]), pixelsOf(Buffer.from(webp))]);
}

/** The chunks of a still image that hold its pixels. */
function pixelsOf(webp: Buffer): Buffer {
  const found: Buffer[] = [];
  for (let at = 12; at + 8 <= webp.length; ) {
    const size = webp.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (['ALPH', 'VP8 ', 'VP8L'].includes(webp.toString('latin1', at, at + 4)))
      found.push(webp.subarray(at, end));
    at = end;
  }
  if (found.length === 0) throw new RangeError(`no pixels in a WebP image of ${webp.length} bytes`);
  return Buffer.concat(found);
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

const uint24 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];
