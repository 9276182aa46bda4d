import { nextTick as nextTickOfNode } from '../../ticks';
import { libraryTimers } from '../../timers';

/** Stands for the package `engine.io-client`. */
export { parse } from 'library:parse-uri';
export { ClientEngine as Socket } from '../client-engine';
export const protocol = 4;

export function installTimerFunctions(target: object): void {
  const { setTimeout: setTimeoutFn, clearTimeout: clearTimeoutFn } = libraryTimers;
  Object.assign(target, { setTimeoutFn, clearTimeoutFn });
}

export const nextTick = (callback: () => void): void => nextTickOfNode(callback);

/** What programs may give as `transports`: the host has its own of the same names. */
class Polling {}
class WebSocket {}
class WebTransport {}
for (const [kind, name] of [
  [Polling, 'polling'],
  [WebSocket, 'websocket'],
  [WebTransport, 'webtransport'],
] as const) {
  Object.defineProperty(kind.prototype, 'name', { value: name });
}

export {
  Polling as Fetch,
  Polling as NodeXHR,
  Polling as XHR,
  WebSocket,
  WebSocket as NodeWebSocket,
  WebTransport,
};
