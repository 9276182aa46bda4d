import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StageBench } from './stage-page/main';

/** Builds the page of `bench/stage-page` into a temporary folder and serves it, with a WebSocket at `/feed`. */
export interface StagePage {
  readonly url: string;
  /** The next page that opens the feed. */
  nextFeed(): Promise<WebSocket>;
  close(): Promise<void>;
}

/** The page's own object, for `page.evaluate`. */
export interface StageWindow {
  readonly bench: StageBench;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export async function serveStagePage(): Promise<StagePage> {
  const folder = await mkdtemp(join(tmpdir(), 'wire101-stage-'));
  await build({
    root: fileURLToPath(new URL('stage-page', import.meta.url)),
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  const http = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path === '/' ? '/index.html' : path;
    readFile(join(folder, file)).then(
      (bytes) => response.setHeader('Content-Type', TYPES[extname(file)] ?? 'font/woff2').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const feeds = new WebSocketServer({ server: http, path: '/feed', perMessageDeflate: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    nextFeed: () => new Promise((resolve) => feeds.once('connection', resolve)),
    async close() {
      for (const client of feeds.clients) client.terminate();
      http.close();
      http.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

/** What the page's JavaScript holds after a garbage collection, buffers included, in bytes. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
    backingStorageSize?: number;
  };
  await session.detach();
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
}
