import type { Unit } from '../../protocol/unit';
import { sessionOf } from '../../timeline/session';
import { textOf } from '../parts/socket-io';
import { openerOf, type Traffic } from '../traffic';

/** A Socket.IO packet of the chat, read. */
export interface Talk {
  readonly unit: Unit;
  readonly kind: Unit['kind'];
  readonly sender: Unit['sender'];
  /** Which page's it is, from 1; 0 for a client that is none. */
  readonly page: number;
  /** The Engine.IO session. */
  readonly session: string;
  /** Null except for an event. */
  readonly name: string | null;
  /** The acknowledgement's id; null without one. */
  readonly id: string | null;
  /** An event's arguments, without its name; what an acknowledgement brings; what CONNECT carries. */
  readonly data: readonly unknown[];
}

/** Type, namespace, id and payload of a packet without attachments (Socket.IO protocol v5, "Packet encoding"). */
const PACKET = /^\d(?:\/[^,]*,)?(\d*)(.*)$/s;

/** What was read of packets that are complete: it stays the same. */
const read = new WeakMap<Unit, Pick<Talk, 'name' | 'id' | 'data'>>();
const talks = new WeakMap<Traffic, readonly Talk[]>();

/** All of it, in the order in which it passed the server. */
export function talkIn(traffic: Traffic): readonly Talk[] {
  const known = talks.get(traffic);
  if (known) return known;
  const { capture } = traffic;
  const pages = new Map(traffic.calls.map(({ id, client }) => [id, client ?? 0]));
  const talk = traffic.units.filter(isPacket).flatMap((unit) => {
    const session = sessionOf(capture, unit);
    const opener = openerOf(capture, unit);
    if (session === null || opener === null) return [];
    const { kind, sender } = unit;
    return [{ unit, kind, sender, page: pages.get(opener) ?? 0, session, ...contentOf(traffic, unit) }];
  });
  talks.set(traffic, talk);
  return talk;
}

const isPacket = ({ layer, kind, partial }: Unit): boolean =>
  layer === 'socket.io' && kind !== 'undecoded' && !partial;

function contentOf(traffic: Traffic, unit: Unit): Pick<Talk, 'name' | 'id' | 'data'> {
  const known = read.get(unit);
  if (known) return known;
  const [, id = '', payload = ''] = PACKET.exec(textOf(traffic, unit)) ?? [];
  const all = listIn(payload);
  const isEvent = unit.kind === 'event';
  const name = isEvent ? String(all[0]) : null;
  const content = { name, id: id || null, data: isEvent ? all.slice(1) : all };
  read.set(unit, content);
  return content;
}

function listIn(payload: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(payload);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

/** All strings in some data, however deep. */
export function stringsIn(data: unknown): readonly string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(stringsIn);
}

/** What a client's message says: its text, whatever shape the message has. */
export function saidBy({ data }: Talk): string {
  const [first] = data;
  const { text } = (typeof first === 'object' && first !== null ? first : {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : (stringsIn(data).at(-1) ?? '');
}

/** Whether a packet carries this string, whole. */
export const carries = ({ data }: Talk, text: string): boolean => stringsIn(data).includes(text);

const isMessage = ({ kind, name }: Talk): boolean => kind === 'event' && name === 'message';

/** What pages have said. */
export const saidIn = (talk: readonly Talk[]): readonly Talk[] =>
  talk.filter((packet) => packet.sender === 'client' && isMessage(packet));

/** The messages of the server that carry what this one said, after it and until the same is said again. */
export function heardOf(talk: readonly Talk[], said: Talk): readonly Talk[] {
  const text = saidBy(said);
  const after = talk.slice(talk.indexOf(said) + 1);
  const again = after.findIndex((packet) => saidIn([packet]).length > 0 && saidBy(packet) === text);
  return after
    .slice(0, again === -1 ? undefined : again)
    .filter((packet) => packet.sender === 'server' && isMessage(packet) && carries(packet, text));
}

/** The pages of these packets, each once. */
export const pagesOf = (talk: readonly Talk[]): readonly number[] => [
  ...new Set(talk.map(({ page }) => page)),
];

/** One time that a page was connected. */
export interface Visit {
  readonly page: number;
  readonly session: string;
  /** Its packets, CONNECT first. */
  readonly talk: readonly Talk[];
  /** When the server had let it in, and when its connection was gone; microseconds. */
  readonly from: number;
  readonly until: number | null;
}

/** The visits that the server has let in, in order. */
export function visitsIn({ capture }: Traffic, talk: readonly Talk[]): readonly Visit[] {
  return talk
    .filter(({ kind, sender }) => kind === 'connect' && sender === 'server')
    .map(({ page, session, unit }) => {
      const own = talk.filter((packet) => packet.session === session);
      const { closedAt = null } = capture.connection(own.at(-1)!.unit.connection) ?? {};
      return { page, session, talk: own, from: unit.at, until: closedAt };
    });
}

/** The name with which a visit began: what its CONNECT carried. */
export function nameOf(visit: readonly Talk[]): string | null {
  const connect = visit.find(({ kind, sender }) => kind === 'connect' && sender === 'client');
  return connect ? (stringsIn(connect.data)[0] ?? null) : null;
}

/** The room that a session has asked for by now. */
export function roomOf(talk: readonly Talk[], session: string): string | null {
  const join = talk.findLast((packet) => packet.session === session && isJoin(packet));
  return join ? (stringsIn(join.data)[0] ?? null) : null;
}

/** Whether a page asks for a room with it. */
export const isJoin = ({ sender, name }: Talk): boolean => sender === 'client' && name === 'join';

/** The server's acknowledgement of this packet. */
export function answerTo(talk: readonly Talk[], asked: Talk): Talk | undefined {
  if (asked.id === null) return undefined;
  return talk.find(
    ({ kind, sender, session, id }) =>
      kind === 'ack' && sender === 'server' && session === asked.session && id === asked.id,
  );
}
