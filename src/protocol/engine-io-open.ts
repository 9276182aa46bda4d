import { badOpen, type Finding } from './engine-io-rules';
import { checkJson } from './json';
import { textOf } from './text';

/** What an open packet says of its session (Engine.IO protocol v4, “Handshake”). */
interface Opening {
  readonly sid: string | null;
  /** Most bytes that the server takes at once. */
  readonly maxPayload: number;
  /** How often the server pings, and how much longer the client waits; NaN where it is not said. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly finding: Finding | null;
}

const THROWS = 'Engine.IO’s client throws an error, and the session never opens.';

/** Reads the data of an open packet. */
export function readOpening(json: Uint8Array): Opening {
  const bad = checkJson(json, 0, json.length);
  const data: unknown = bad < 0 ? JSON.parse(textOf(json)) : null;
  const settings: Readonly<Record<string, unknown>> =
    typeof data === 'object' && data !== null ? { ...data } : {};
  const { sid, maxPayload, pingInterval, pingTimeout } = settings;
  return {
    sid: typeof sid === 'string' ? sid : null,
    maxPayload: typeof maxPayload === 'number' ? maxPayload : Number.POSITIVE_INFINITY,
    intervalMs: typeof pingInterval === 'number' ? pingInterval : Number.NaN,
    timeoutMs: typeof pingTimeout === 'number' ? pingTimeout : Number.NaN,
    finding: wrongIn(settings, bad < 0 ? 0 : Math.min(bad, json.length - 1), json.length),
  };
}

function wrongIn(settings: Readonly<Record<string, unknown>>, at: number, length: number): Finding | null {
  const { sid, upgrades, pingInterval, pingTimeout } = settings;
  if (typeof sid !== 'string') {
    const message = 'The data of an open packet is a JSON object with the session’s id as “sid”.';
    const effect = upgrades == null ? THROWS : 'Engine.IO’s client goes on without an id.';
    return badOpen(message, effect, { start: 1 + at, end: 2 + at });
  }
  const range = { start: 1, end: 1 + length };
  if (upgrades == null) return badOpen('An open packet has a list of “upgrades”.', THROWS, range);
  if (typeof pingInterval === 'number' && typeof pingTimeout === 'number') return null;
  const message = 'An open packet has “pingInterval” and “pingTimeout”, which are numbers.';
  return badOpen(message, 'Engine.IO’s client closes the session at once: “ping timeout”.', range);
}
