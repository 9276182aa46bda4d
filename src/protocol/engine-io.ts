import { type EngineUnit, engineContent } from './engine-io-content';
import { ENGINE_KINDS } from './engine-io-kinds';
import { fetchedLayer } from './fetched-layer';
import { joinPieces } from './origin';
import type { UnitRecord } from './records';
import { queryOf, textOf } from './text';

const BY_LIBRARY = 'No code sends this: the library does.';

/** Engine.IO v4, and the packets of v3: in WebSocket messages or in the bodies of long polling. */
export const engineIo = fetchedLayer(
  {
    id: 'engine.io',
    kinds: ENGINE_KINDS,
    name: 'Engine.IO',
    shortName: 'Engine.IO',
    title: 'Engine.IO packet',
    about: 'A packet of the session that Socket.IO travels in, whichever transport carries it.',
    colour: '--engine-io',
    documents: { 'Engine.IO protocol': 'https://socket.io/docs/v4/engine-io-protocol/' },
    // With data, a ping or pong probes a transport.
    heartbeats: { kinds: ['ping', 'pong'], maxBytes: 1 },
    // It follows the server's answer to the probe (“Upgrade”).
    replies: ['upgrade'],
    isText: () => true,
    noun: () => 'Engine.IO packet',
    withoutCode: {
      open: BY_LIBRARY,
      ping: 'No code sends a ping: the server’s library does, to hear whether the client is still there, or the client’s, to try a new WebSocket.',
      pong: 'No code sends a pong: the library answers each ping by itself.',
      upgrade: BY_LIBRARY,
      noop: BY_LIBRARY,
    },
    session: {
      inTarget: (target) => (queryOf(target, 'EIO') === null ? null : queryOf(target, 'sid')),
      inUnit: openedSession,
      isPoll: (method, target) => method === 'GET' && queryOf(target, 'transport') === 'polling',
    },
    accepts: ({ below, target }) =>
      (below === 'message' || below === 'http') && queryOf(target, 'EIO') !== null,
  },
  async () => (await import('./session-decodings')).engineIoDecoding,
);

/** The session that the server's open packet names (“Handshake”). */
function openedSession(unit: EngineUnit): string | null {
  if (unit.kind !== 'open' || unit.sender !== 'server') return null;
  try {
    const settings: unknown = JSON.parse(textOf(joinPieces(engineContent(unit as UnitRecord))));
    const sid = typeof settings === 'object' && settings !== null && 'sid' in settings ? settings.sid : null;
    return typeof sid === 'string' ? sid : null;
  } catch {
    return null;
  }
}
