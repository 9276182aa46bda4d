import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

const GALLERY = 'src/app/gallery/index.html';

/**
 * The tests run on the page as it is shipped, and on the gallery, both built from the current sources. The gallery is not
 * shipped, so it goes to a separate folder, and is served at `$GALLERY_URL` until the tests have ended.
 */
export default async function buildAll(): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'wire101-gallery-'));
  await build({ logLevel: 'warn' });
  await build({
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: GALLERY } },
  });
  const server = await preview({ logLevel: 'warn', build: { outDir }, preview: { port: 0 } });
  process.env.GALLERY_URL = `${server.resolvedUrls!.local[0]}${GALLERY}`;
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true });
  };
}
