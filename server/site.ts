import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** Serves the built pages. */
export interface Site {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Whether the site answers this upgrade itself. */
  takesUpgrade?(request: IncomingMessage): boolean;
}

interface SiteFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
  /** A path whose name holds a hash of the content. */
  readonly isImmutable: boolean;
  readonly compressed: Map<Coding, Promise<Buffer>>;
}

type Coding = 'br' | 'gzip';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};
const COMPRESSIBLE = /^(text\/|image\/svg|application\/(json|wasm|manifest))/;

/**
 * Allows nothing from elsewhere, nothing inline and no framing of these pages; WebAssembly runs the students' programs. A browser itself
 * writes style attributes into what is being edited. Frames hold students' pages, and can be sent to nowhere else.
 */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** Deeper than any page is. */
const MAX_DEPTH = 4;

/**
 * Serves the files below `folder`, read once and each compressed when it is first requested. Any other path that looks like a page
 * gets `index.html`, since the page itself knows its routes. What it refers to is written relative to that path, so that the pages
 * also work where a proxy publishes the server below a path of its own.
 */
export function createSite(folder: string): Site {
  const files = readSite(folder);
  const pages = Array.from({ length: MAX_DEPTH }, (_, depth) => pageAt(files.get('/index.html'), depth));
  return {
    async answer(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        answerPlain(response, 405, 'Pages are read with GET.', { Allow: 'GET, HEAD' });
        return;
      }
      // A target may be absolute, too (RFC 9112 §3.2.2).
      const path = (request.url ?? '').replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/)[0] || '/';
      const isPage = path === '/index.html' || (!files.has(path) && extname(path) === '');
      const file = isPage ? pages[path.split('/').length - 2] : files.get(path);
      if (file) await answerFile(file, request, response);
      else answerPlain(response, 404, `There is nothing at ${path}.`);
    },
  };
}

/** The page, for a path that is this many folders below the first page's. */
function pageAt(file: SiteFile | undefined, depth: number): SiteFile | undefined {
  if (!file || depth === 0) return file;
  return fileOf(Buffer.from(file.bytes.toString().replaceAll('"./', `"${'../'.repeat(depth)}`)), '.html');
}

function fileOf(bytes: Buffer, extension: string, isImmutable = false): SiteFile {
  return {
    bytes,
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    isImmutable,
    compressed: new Map(),
  };
}

function readSite(folder: string): Map<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const place = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, place).split(sep).join('/')}`;
    files.set(path, fileOf(readFileSync(place), extname(place), path.startsWith('/assets/')));
  }
  return files;
}

async function answerFile(file: SiteFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const coding = COMPRESSIBLE.test(file.type) ? codingFor(request.headers['accept-encoding']) : null;
  const etag = `"${file.etag}${coding ? `-${coding}` : ''}"`;
  const headers = {
    ...PAGE_HEADERS,
    ...(isTrustworthy(request) && { 'Cross-Origin-Opener-Policy': 'same-origin' }),
    'Cache-Control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = coding ? await compress(file, coding) : file.bytes;
  response.writeHead(200, {
    ...headers,
    'Content-Type': file.type,
    'Content-Length': body.length,
    ...(coding ? { 'Content-Encoding': coding } : {}),
  });
  response.end(body);
}

/** Whether a browser calls this origin trustworthy; elsewhere it complains about the header (HTML Standard §7.1.3). */
function isTrustworthy({ headers }: IncomingMessage): boolean {
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isLocal || headers['x-forwarded-proto'] === 'https';
}

function codingFor(accepted = ''): Coding | null {
  const codings = accepted.split(',').map((coding) => coding.trim().split(';')[0]);
  if (codings.includes('br')) return 'br';
  return codings.includes('gzip') ? 'gzip' : null;
}

function compress(file: SiteFile, coding: Coding): Promise<Buffer> {
  const ready = file.compressed.get(coding);
  if (ready) return ready;
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = { [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_SIZE_HINT]: file.bytes.length };
  const bytes = coding === 'br' ? brotli(file.bytes, { params }) : gzip(file.bytes, { level: 9 });
  file.compressed.set(coding, bytes);
  // A failure, for lack of memory for instance, may not happen again the next time.
  bytes.catch(() => file.compressed.delete(coding));
  return bytes;
}

function answerPlain(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...PAGE_HEADERS, ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}
