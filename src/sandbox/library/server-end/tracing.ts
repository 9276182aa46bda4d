import { BroadcastOperator } from 'library:broadcast-operator';
import { Client } from 'library:client';
import { Encoder } from 'library:parser';
import { Socket } from 'library:socket';
import { around } from '../around';
import type { Op } from '../core';
import { causeNow, core, inTask, taskNow, warn } from '../inside';
import { addParts } from '../parts';
import { dropped } from '../uncaught';
import { writingFor } from './lab-engine';
import type { LibraryPacket } from './library-types';

/**
 * Which line made which packet. A report is begun where the program calls `emit` or an acknowledgement; the encoder adds the packet to
 * it, and connections add who gets it. What the library sends later keeps the report's line.
 */
interface Report {
  readonly name: string;
  readonly line: number;
  readonly op: Record<string, unknown>;
  hasPacket: boolean;
}

const EVENT = 2;
const ACK = 3;

let current: Report | null = null;
/** On encoded packets: the report that they belong to. A weak map would keep each of them until garbage is collected. */
const REPORT = Symbol('report');
/** Of events that the library keeps for clients that come back. */
const kept = new WeakMap<object, { readonly name: string; readonly line: number }>();

function begin(op: 'emit' | 'reply', name: string): Report {
  const told = core.tell({ op, name, to: [] }) as Op & Record<string, unknown>;
  return { name, line: core.lineNow(), op: told, hasPacket: false };
}

/** Runs this so that the packets made are the report's. When it throws, nothing was sent. */
function within<Result>(report: Report, work: () => Result): Result {
  const before = current;
  current = report;
  try {
    return work();
  } catch (error) {
    if (!report.hasPacket) report.op.op = 'nothing';
    throw error;
  } finally {
    current = before;
    core.at(report.line);
  }
}

type Reported = { [REPORT]?: Report };

const textOf = (name: unknown): string => String(name).slice(0, 200);

/** The callback of an event, told when it runs. */
function answering(args: unknown[], name: string, timeout: number | undefined, isOfMany: boolean): unknown[] {
  const last = args.at(-1);
  if (typeof last !== 'function') return args;
  const task = { ...taskNow(), cause: null };
  const told = function (this: unknown, ...given: unknown[]) {
    const { line } = task;
    const isMissing = (timeout !== undefined || isOfMany) && given[0] instanceof Error;
    core.at(line);
    if (isMissing) warn(noAnswer(name, timeout, isOfMany, given[1]));
    else core.tell({ op: 'answered', packet: causeNow()?.packet });
    return dropped(last.apply(this, given));
  };
  return [...args.slice(0, -1), told];
}

function noAnswer(name: string, timeout: number | undefined, isOfMany: boolean, answers: unknown): string {
  const within = `within ${timeout ?? 0} ms`;
  if (!isOfMany) return `No answer to ${name} came ${within}.`;
  const count = Array.isArray(answers) ? answers.length : 0;
  return count === 0 ? `No answer to ${name} came ${within}.` : `Only ${count} answered ${name} ${within}.`;
}

// The bundler has renamed it.
Object.defineProperty(BroadcastOperator, 'name', { value: 'BroadcastOperator' });

for (const [prototype, isOfMany] of [
  [Socket.prototype, false],
  [BroadcastOperator.prototype, true],
] as const) {
  around(
    prototype,
    'emit',
    (emit) =>
      function (name, ...args) {
        const { timeout } = this.flags;
        const text = textOf(name);
        const report = begin('emit', text);
        return within(report, () => emit.call(this, name, ...answering(args, text, timeout, isOfMany)));
      },
  );
}

around(
  Socket.prototype,
  'ack',
  (ack) =>
    function (id) {
      const acknowledge = ack.call(this, id);
      let isSent = false;
      return function acknowledged(...args: unknown[]) {
        if (isSent) return;
        within(begin('reply', ''), () => acknowledge(...args));
        isSent = true;
      };
    },
);

around(
  Encoder.prototype,
  'encode',
  (encode) =>
    function (packet) {
      const own = reportOf(packet);
      const encoded = encode.call(this, packet);
      if (own) {
        (encoded as Reported)[REPORT] = own;
        if (packet.type === EVENT || packet.type === 5) kept.set(packet.data, own);
      }
      return encoded;
    },
);

function reportOf(packet: LibraryPacket): Report | null {
  if (packet.type === ACK) return current;
  if (packet.type !== EVENT) return null;
  // Sent again to a client that has come back.
  const before = kept.get(packet.data);
  if (before && current === null)
    return inTask({ cause: null, line: before.line }, () => begin('emit', before.name));
  return current;
}

around(
  Client.prototype,
  'writeToEngine',
  (write) =>
    function (encoded, options) {
      const report =
        typeof encoded === 'object' && encoded !== null ? (encoded as Reported)[REPORT] : undefined;
      const op = report?.op ?? (core.tell({ op: 'send', to: [] }) as Op & Record<string, unknown>);
      if (report) report.hasPacket = true;
      if (op.text === undefined && op.parts === undefined) {
        const [head, ...parts] = Array.isArray(encoded) ? encoded : [encoded];
        Object.assign(op, { text: String(head) }, parts.length > 0 ? addParts(parts) : {});
      }
      let last = '';
      const addTo = (session: string, { volatile, compress }: { volatile?: boolean; compress?: boolean }) => {
        if (session === last) return;
        last = session;
        (op.to as string[]).push(session);
        if (volatile) op.isVolatile = true;
        if (compress !== undefined) op.compress = compress;
      };
      writingFor({ addTo }, () => write.call(this, encoded, options));
    },
);
