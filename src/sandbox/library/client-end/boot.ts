import './tracing';
import './listening';
import './following';
import { makeEnd } from '../end';
import { setCause } from '../inside';
import * as timers from '../timers';
import { call, setLeftOut } from '../uncaught';
import { engineOf } from './client-engine';
import { importing, io } from './modules';
import type { ClientNews } from './news';
import { BESIDE, PAGE_NAMES } from './page-names';

const SPEAKS = 'this program speaks Socket.IO and nothing else';
const LEFT_OUT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(PAGE_NAMES.map((name) => [name, BESIDE])),
  ...Object.fromEntries(
    ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'axios'].map((name) => [name, SPEAKS]),
  ),
};
setLeftOut((name) => (Object.hasOwn(LEFT_OUT, name) ? `${name} is left out here: ${LEFT_OUT[name]}.` : null));

/** All of it came at once: what it orders for later comes after the last of it. */
function hear(all: readonly ClientNews[], parts: readonly ArrayBuffer[]): void {
  let used = 0;
  for (const news of all) {
    const bytes = news.kind === 'packet' && news.isBinary ? parts[used++] : undefined;
    call(() => hearOne(news, bytes), undefined, []);
  }
}

function hearOne(news: ClientNews, bytes: ArrayBuffer | undefined): void {
  setCause(null);
  if (news.kind === 'timer') timers.fire(news.id);
  else engineOf(news.engine)?.hear(news, bytes);
}

export const { names, take, tick, dispatch, start } = makeEnd<readonly ClientNews[]>({
  file: 'client.js',
  globals: { io },
  importing,
  hear,
});
