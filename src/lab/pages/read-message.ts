import type { PacketRef } from '../../protocol/feed';
import type { ConnectionState } from '../programs/client-program';

/** What a page's frame has told, as far as it makes sense: the page in it may forge anything. */
export type FrameMessage =
  | { readonly kind: 'alive' | 'leaves' }
  | { readonly kind: 'connections'; readonly connections: readonly ConnectionState[] }
  | { readonly kind: 'late'; readonly kept: number; readonly packets: readonly PacketRef[] }
  | (Doing & { readonly kind: 'io'; readonly call: number; readonly namespace: string })
  | (Doing & { readonly kind: 'emit' | 'reply'; readonly kept?: number; readonly isDropped: boolean })
  | (Doing & { readonly kind: 'log' | 'warn' | 'error' | 'uncaught' | 'listener' });

interface Doing {
  readonly atMs: number;
  readonly line: number;
  readonly text: string;
  readonly packets: readonly PacketRef[];
}

const MAX_TEXT_LENGTH = 2000;
const MAX_NAME_LENGTH = 200;
const MAX_CONNECTIONS = 50;
/** Packets of one emit: with retries and attachments there are a few. */
const MAX_PACKETS = 50;
/** More lines than a text may have. */
const MAX_LINE = 100_000;

/** Null for what makes no sense. */
export function readFrameMessage(given: unknown): FrameMessage | null {
  const message = objectIn(given);
  const { kind } = message;
  switch (kind) {
    case 'alive':
    case 'leaves':
      return { kind };
    case 'connections':
      return { kind, connections: listIn(message.connections, MAX_CONNECTIONS).map(stateIn) };
    case 'late':
      return { kind, kept: Number(message.kept), packets: packetsIn(message.packets) };
    case 'io':
      return {
        kind,
        ...doingIn(message),
        call: Number(message.call),
        namespace: textIn(message.namespace, MAX_NAME_LENGTH),
      };
    case 'emit':
    case 'reply': {
      const kept = Number.isSafeInteger(message.kept) ? { kept: Number(message.kept) } : {};
      return { kind, ...doingIn(message), ...kept, isDropped: message.isDropped === true };
    }
    case 'log':
    case 'warn':
    case 'error':
    case 'uncaught':
    case 'listener':
      return { kind, ...doingIn(message) };
  }
  return null;
}

function doingIn({ atMs, line, text, packets }: Readonly<Record<string, unknown>>): Doing {
  return {
    atMs: timeIn(atMs),
    line: lineIn(line),
    text: textIn(text, MAX_TEXT_LENGTH),
    packets: packetsIn(packets),
  };
}

/** A page cannot have done anything later than now, nor long before it is told. */
function timeIn(atMs: unknown): number {
  const nowMs = performance.timeOrigin + performance.now();
  const isTime = typeof atMs === 'number' && atMs <= nowMs && atMs > nowMs - 60_000;
  return isTime ? atMs : nowMs;
}

const lineIn = (line: unknown): number =>
  Number.isInteger(line) && Number(line) > 0 && Number(line) <= MAX_LINE ? Number(line) : 0;

const textIn = (text: unknown, most: number): string => (typeof text === 'string' ? text.slice(0, most) : '');

const packetsIn = (packets: unknown): readonly PacketRef[] =>
  listIn(packets, MAX_PACKETS).flatMap((packet) => {
    const { sid, sender, ordinal } = packet;
    const isRef =
      typeof sid === 'string' &&
      (sender === 'client' || sender === 'server') &&
      Number.isSafeInteger(ordinal);
    return isRef ? [{ sid: sid.slice(0, 64), sender, ordinal: Number(ordinal) }] : [];
  });

function stateIn({ namespace, isConnected, transport }: Readonly<Record<string, unknown>>): ConnectionState {
  const isOpen = isConnected === true;
  return {
    namespace: textIn(namespace, MAX_NAME_LENGTH),
    isConnected: isOpen,
    transport: isOpen && typeof transport === 'string' ? transport.slice(0, 20) : null,
  };
}

const listIn = (value: unknown, most: number) =>
  Array.isArray(value) ? value.slice(0, most).map(objectIn) : [];

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
