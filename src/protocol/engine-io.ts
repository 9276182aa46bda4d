import {
  ENGINE_KINDS,
  type EngineKind,
  type EngineUnit,
  engineContent,
  enginePieces,
} from './engine-io-content';
import { engineFields, engineLabel, engineSentence } from './engine-io-describe';
import { readOpening } from './engine-io-open';
import { EngineIoReader } from './engine-io-reader';
import { takeRequest } from './engine-io-session';
import type { Layer } from './layer';
import { joinPieces } from './origin';
import type { UnitRecord } from './records';
import { queryOf } from './text';

/** Engine.IO v4, and the packets of v3: in WebSocket messages or in the bodies of long polling. */
export const engineIo: Layer<'engine.io', EngineKind> = {
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
  isText: () => true,
  noun: () => 'Engine.IO packet',
  withoutCode: {
    ping: 'No code sends a ping: the server’s library does, to hear whether the client is still there.',
    pong: 'No code sends a pong: the client’s library answers each ping by itself.',
  },
  session: {
    inTarget: (target) => (queryOf(target, 'EIO') === null ? null : queryOf(target, 'sid')),
    inUnit: openedSession,
    isPoll: (method, target) => method === 'GET' && queryOf(target, 'transport') === 'polling',
  },
  pieces: (unit) => enginePieces(unit as UnitRecord),
  content: (unit) => engineContent(unit as UnitRecord),
  fields: engineFields,
  label: engineLabel,
  sentence: engineSentence,
  carriers: (unit) => (unit.inside === null ? [] : [unit.inside]),
  reads: {
    accepts: ({ below, target }) =>
      (below === 'message' || below === 'http') && queryOf(target, 'EIO') !== null,
    open: (context) => new EngineIoReader(context),
    asked: takeRequest,
  },
};

/** The session that the server's open packet names (“Handshake”). */
function openedSession(unit: EngineUnit): string | null {
  if (unit.kind !== 'open' || unit.sender !== 'server') return null;
  return readOpening(joinPieces(engineContent(unit as UnitRecord))).sid;
}
