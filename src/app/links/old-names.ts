import { ORDINALS } from '../../inspector/names';
import type { Unit } from '../../protocol/unit';

/** A name in a link of an earlier version: the id that replaces it, or which units it counts where no id does. */
export type OldName =
  | { readonly id: string }
  | { readonly isMeant: (unit: Unit) => boolean; readonly place: number };

/** Reads the English name of a unit, as earlier links held it: "the-servers-first-ping". Null for any other text. */
export function oldName(name: string): OldName | null {
  const [, base = '', place] = /^(.*?)(?:\.([1-9]\d{0,5}))?$/.exec(name) ?? [];
  const id = (text: string) => ({ id: place === undefined ? text : `${text}.${place}` });
  if (base === 'the-upgrade-request') return id('client-http-request-upgrade');
  if (base === 'the-request') return id('client-http-request');
  if (base === 'undecoded-bytes') {
    return { isMeant: ({ kind }) => kind === 'undecoded', place: Number(place ?? 1) };
  }
  const [, target] = /^the-request-for-(.+)$/.exec(base) ?? [];
  if (target !== undefined) return id(`client-http-request-${target}`);
  const [, status] = /^the-(\d+)-response$/.exec(base) ?? [];
  if (status !== undefined) return id(`server-http-response-${status}`);
  return oldOwnName(base, place);
}

/** Such a name with its spaces back: "the server’s first ping". */
export function oldNameSpoken(name: string): string {
  return name
    .replaceAll('-', ' ')
    .replace(/^the (client|server)s /, 'the $1’s ')
    .replace(/\.(\d+)$/, ' ($1)');
}

/** Names that begin with the sender. "Your" was the client of a connection that the page had opened. */
function oldOwnName(base: string, suffix: string | undefined): OldName | null {
  const [, own, word = '', noun = ''] = /^(your|the-clients|the-servers)-([^-]+)-(.+)$/.exec(base) ?? [];
  if (own === undefined) return null;
  const sender = own === 'the-servers' ? 'server' : 'client';
  if (word === 'close' && noun === 'frame') {
    return { id: `${sender}-websocket-close${suffix === undefined ? '' : `.${suffix}`}` };
  }
  const place = ORDINALS.indexOf(word) + 1 || Number.parseInt(word, 10) || 0;
  const counted = place > 0 ? COUNTED.get(noun) : undefined;
  return counted ? { isMeant: (unit) => unit.sender === sender && counted(unit), place } : null;
}

const isHeartbeat = ({ kind }: Unit) => kind === 'ping' || kind === 'pong';

/** Which units were counted together under one noun. */
const COUNTED: ReadonlyMap<string, (unit: Unit) => boolean> = new Map([
  ['frame', (unit) => unit.layer === 'websocket' && !isHeartbeat(unit)],
  ['ping', ({ layer, kind }) => layer === 'websocket' && kind === 'ping'],
  ['pong', ({ layer, kind }) => layer === 'websocket' && kind === 'pong'],
  ['message', ({ layer }) => layer === 'message'],
  ['engine-io-packet', ({ layer }) => layer === 'engine.io'],
  ['socket-io-packet', ({ layer }) => layer === 'socket.io'],
  ['read', ({ kind }) => kind === 'read'],
  ['write', ({ kind }) => kind === 'write'],
  ['bytes-in-one-read', ({ kind }) => kind === 'bytes'],
  ['bytes-in-one-write', ({ kind }) => kind === 'bytes'],
]);
