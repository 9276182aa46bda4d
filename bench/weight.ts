import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

/** Most JavaScript before the handshake lesson can be used, in kB of 1000 bytes, compressed file by file. */
export const MAX_BROTLI_KB = 150;
export const MAX_GZIP_KB = 175;

/** What is imported dynamically and begins with the lesson: itself, and what keeps the address bar. */
const BEGINS = ['/src/lessons/handshake/lesson.tsx', '/src/app/links/Links.tsx'];
const PIECES_NAMED = 8;

/** What a script weighs on its way to the browser, in kB. */
export function compressedKb(source: string | Uint8Array): {
  readonly brotli: number;
  readonly gzip: number;
} {
  return { brotli: brotliCompressSync(source).length / 1000, gzip: gzipSync(source).length / 1000 };
}

/**
 * Builds the page in memory, and sums up the scripts that are fetched for the handshake lesson at once: the page's own,
 * those that begin with the lesson, and what these import statically. `bench/page.ts` measures the same in a browser.
 */
async function weighLesson() {
  const { output } = (await build({ logLevel: 'warn', build: { write: false } })) as Rolldown.RolldownOutput;
  const chunks = output.filter((part) => part.type === 'chunk');
  const html = output.find(({ fileName }) => fileName === 'index.html') as Rolldown.OutputAsset;
  // A part that others import statically, too, is not the facade of its chunk.
  const needed = staticImports(chunks, ({ isEntry, modules }) => {
    return isEntry || BEGINS.some((path) => Object.keys(modules).some((id) => id.endsWith(path)));
  });
  const scripts: (string | Uint8Array)[] = needed.map(({ code }) => code);
  // Scripts that the page names itself, which are not bundled.
  for (const [, path] of String(html.source).matchAll(/<script src="\/([^"]+)"/g)) {
    scripts.push(await readFile(`public/${path}`));
  }
  const sizes = scripts.map(compressedKb);
  return {
    brotliKb: sizes.reduce((sum, { brotli }) => sum + brotli, 0),
    gzipKb: sizes.reduce((sum, { gzip }) => sum + gzip, 0),
    pieces: largestPieces(needed),
  };
}

/** The chunks that are chosen, and all that they import statically. */
function staticImports(
  chunks: readonly Rolldown.OutputChunk[],
  isChosen: (chunk: Rolldown.OutputChunk) => boolean,
): Rolldown.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set(chunks.filter(isChosen));
  // A set that grows is iterated to its new end.
  for (const { imports } of found) {
    for (const name of imports) if (byName.has(name)) found.add(byName.get(name)!);
  }
  return [...found];
}

/** The packages and folders with the most code, as “react-dom 540 kB”, before it is made small. */
function largestPieces(chunks: readonly Rolldown.OutputChunk[]): string {
  const lengths = new Map<string, number>();
  for (const { modules } of chunks) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const name =
        /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? /(src\/[^/]+)\//.exec(id)?.[1] ?? 'other';
      lengths.set(name, (lengths.get(name) ?? 0) + renderedLength);
    }
  }
  return [...lengths]
    .sort(([, a], [, b]) => b - a)
    .slice(0, PIECES_NAMED)
    .map(([name, length]) => `${name} ${Math.round(length / 1000)} kB`)
    .join(', ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { brotliKb, gzipKb, pieces } = await weighLesson();
  console.log(
    `JavaScript before the handshake lesson: ${brotliKb.toFixed(1)} kB brotli (at most ${MAX_BROTLI_KB}), ` +
      `${gzipKb.toFixed(1)} kB gzip (at most ${MAX_GZIP_KB}).`,
  );
  if (brotliKb > MAX_BROTLI_KB || gzipKb > MAX_GZIP_KB) {
    console.error(`That is too much. The largest pieces, before minifying: ${pieces}.`);
    process.exitCode = 1;
  }
}
