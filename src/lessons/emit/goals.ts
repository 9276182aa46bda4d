import { eventsIn, type SocketIoPacket, textOf } from '../parts/socket-io';
import type { Traffic } from '../traffic';

/** Null once an event of the client had an object two levels deep, otherwise what is missing. */
export function missingDepth(traffic: Traffic): string | null {
  const events = eventsIn(traffic, 'client');
  if (events.length === 0) return 'No event of yours has passed yet.';
  const depth = Math.max(...events.map((event) => depthOf(argsOf(traffic, event))));
  if (depth >= 2) return null;
  return depth === 1
    ? 'An object has passed, one level deep: put an object into it.'
    : 'An event has passed, and no object with it.';
}

/** Null once one event of the client had two attachments, otherwise what is missing. */
export function missingAttachments(traffic: Traffic): string | null {
  const events = eventsIn(traffic, 'client');
  if (events.length === 0) return 'No event of yours has passed yet.';
  const most = Math.max(...events.map((event) => attachmentsOf(traffic, event)));
  if (most >= 2) return null;
  return most === 1
    ? 'One attachment has passed; the event needs two.'
    : 'An event has passed, and no bytes beside it: a Uint8Array becomes an attachment.';
}

function attachmentsOf({ capture }: Traffic, { unit }: SocketIoPacket): number {
  const field = capture.decoder.fieldsOf(unit).find(({ term }) => term === 'socket-attachments');
  return field ? Number(field.value) : 0;
}

function argsOf(traffic: Traffic, { unit, kind }: SocketIoPacket): unknown {
  if (kind !== 'event') return null;
  try {
    return JSON.parse(textOf(traffic, unit).replace(/^[^[]*/, ''));
  } catch {
    return null;
  }
}

/** How deep objects are nested; lists do not count. */
export function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Math.max(0, ...Object.values(value).map(depthOf));
  return Array.isArray(value) ? inner : inner + 1;
}
