import { type HttpHead, headerOf } from '../../protocol/http-head';

/** A tool that reloads a page when its source changes, and the texts by which its WebSockets are left out. */
export interface HotReload {
  readonly tool: string;
  readonly texts: readonly string[];
}

const VITE: HotReload = { tool: 'Vite', texts: ['vite-hmr', 'vite-ping'] };
const NEXT: HotReload = { tool: 'Next.js', texts: ['/_next/webpack-hmr'] };
const WEBPACK: HotReload = { tool: 'webpack-dev-server', texts: ['/ws'] };

/** What webpack-dev-server tells a page, in JSON with a type. */
const OF_WEBPACK =
  /^\{"type":"(?:hot|liveReload|hash|ok|still-ok|invalid|overlay|reconnect|progress(?:-update)?|static-changed|warnings|errors)"/;

/** The tool whose WebSocket a request opens; null when the request alone does not tell. */
export function hotReloadIn(request: HttpHead): HotReload | null {
  const offered = headerOf(request, 'sec-websocket-protocol')?.split(/\s*,\s*/) ?? [];
  if (VITE.texts.some((text) => offered.includes(text))) return VITE;
  return request.target.startsWith(NEXT.texts[0]!) ? NEXT : null;
}

/** The same by what the server says on it: /ws is a path that others use, too. */
export function hotReloadBy(request: HttpHead, firstMessage: string): HotReload | null {
  return /^\/ws(?:\?|$)/.test(request.target) && OF_WEBPACK.test(firstMessage) ? WEBPACK : null;
}
