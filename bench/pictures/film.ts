import type { Browser, Page } from '@playwright/test';
import { animatedWebp, type MovingFrame } from './animated-webp';

interface Shot {
  /** A PNG in base64. */
  readonly png: string;
  readonly atMs: number;
}

/** At most this many frames a second: the eye needs no more to follow a capsule. */
const LEAST_GAP_MS = 60;
/** The last frame stays this long, before the first one comes again. */
const HOLD_MS = 1_600;
/** The first frame stays this long. */
const LEAD_MS = 500;

/** Films what the page shows while `play` runs. */
export async function film(page: Page, play: () => Promise<void>): Promise<Shot[]> {
  const session = await page.context().newCDPSession(page);
  const shots: Shot[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    void session.send('Page.screencastFrameAck', { sessionId });
    const atMs = (metadata.timestamp ?? 0) * 1000;
    if (atMs - (shots.at(-1)?.atMs ?? 0) >= LEAST_GAP_MS) shots.push({ png: data, atMs });
  });
  await session.send('Page.startScreencast', { format: 'png' });
  await play();
  await session.send('Page.stopScreencast');
  // What the page has come to rest at, which need not have been a frame of its own.
  const png = (await page.screenshot()).toString('base64');
  return [...shots, { png, atMs: (shots.at(-1)?.atMs ?? 0) + LEAST_GAP_MS }];
}

/** Makes one file of the shots. The browser reads the PNGs and writes WebP, each frame only what differs from the one before. */
export async function developed(browser: Browser, shots: readonly Shot[]): Promise<Uint8Array> {
  const page = await browser.newPage();
  const frames: MovingFrame[] = [];
  let size = { width: 0, height: 0 };
  for (const [index, { png, atMs }] of shots.entries()) {
    const changed = await page.evaluate(encodeChange, png);
    const lastsMs = (shots[index + 1]?.atMs ?? atMs + HOLD_MS) - atMs;
    if (!changed) {
      const before = frames.pop();
      if (before) frames.push({ ...before, durationMs: before.durationMs + lastsMs });
      continue;
    }
    const { base64, ...place } = changed;
    if (index === 0) size = { width: place.width, height: place.height };
    const webp = Buffer.from(base64, 'base64');
    frames.push({ ...place, webp, durationMs: index === 0 ? LEAD_MS : lastsMs });
  }
  await page.close();
  return animatedWebp(size, frames);
}

/** Runs in the page: the smallest part that differs from the picture before, and all else in it transparent. Null for nothing. */
async function encodeChange(png: string) {
  const kept = globalThis as { before?: Uint32Array };
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const picture = context.getImageData(0, 0, width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const { before } = kept;
  kept.before = pixels.slice();
  let [left, top, right, bottom] = [width, height, 0, 0];
  pixels.forEach((pixel, i) => {
    if (before?.[i] === pixel) {
      pixels[i] = 0;
      return;
    }
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
  });
  if (right === 0) return null;
  [left, top] = [left - (left % 2), top - (top % 2)];
  const part = new OffscreenCanvas(right - left, bottom - top);
  part.getContext('2d')!.putImageData(picture, -left, -top);
  // At quality 1 it is lossless, which makes small changes large.
  const blob = await part.convertToBlob({ type: 'image/webp', quality: before ? 0.97 : 1 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { base64: btoa(text), x: left, y: top, width: part.width, height: part.height };
}
