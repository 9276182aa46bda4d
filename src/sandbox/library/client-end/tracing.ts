import { Socket } from 'library:client-socket';
import { Manager } from 'library:manager';
import { around } from '../around';
import { causeNow, core, taskNow } from '../inside';
import { dropped } from '../uncaught';
import type { LibraryPacket, LibrarySocket } from './library-types';
import { addBytes, type Sending, type Writing, writingFor, writingNow } from './writing';

/**
 * Which line made which packet. A report is begun where the program calls `emit` or an acknowledgement, and told when its packet is
 * sent: at once, or later, when the library has kept the event until it is connected or sends it again.
 */
interface Report {
  readonly op: 'emit' | 'reply';
  readonly name: string;
  readonly line: number;
  /** By which the host finds it when a packet comes later. */
  readonly number: number;
  /** The library may send it again. */
  mayRepeat: boolean;
  isTold: boolean;
}

let current: Report | null = null;
let begun = 0;
/** Of packets that are kept until the socket is connected. */
const kept = new WeakMap<LibraryPacket, Report>();
/** Of events that are sent until they are acknowledged, by their arguments. */
const queued = new WeakMap<unknown[], Report>();

function begin(op: Report['op'], name: string): Report {
  begun += 1;
  return { op, name, line: core.lineNow(), number: begun, mayRepeat: false, isTold: false };
}

function within<Result>(report: Report, work: () => Result): Result {
  const before = current;
  current = report;
  try {
    return work();
  } finally {
    current = before;
    core.at(report.line);
  }
}

/** Tells it for the first time. */
function tell(report: Report, more: object): Sending {
  report.isTold = true;
  const { op, name, line, number } = report;
  const repeats = report.mayRepeat ? { kept: number } : {};
  return core.tell({ op, name, line, ...repeats, ...more }) as Sending;
}

/** The packet of an event that was told before. */
function tellLate({ number }: Report, sending: Sending): Sending {
  const packet = { ...sending, kept: number };
  const newest = core.newest();
  // All that is sent at once is one thing that is done.
  if (newest?.op === 'late' && Array.isArray(newest.packets)) newest.packets.push(packet);
  else core.tell({ op: 'late', line: 0, packets: [packet] });
  return packet;
}

/** Puts the packet, and the attachments that follow it, into the report. */
function writingOf(report: Report): Writing {
  let sending: Sending | null = null;
  const raw = writingNow();
  return {
    add(engine, data, compress) {
      if (typeof data === 'string' && sending === null) {
        const packet = { engine, text: data, compress };
        sending = report.isTold ? tellLate(report, packet) : tell(report, packet);
      } else if (sending === null || typeof data === 'string' || !addBytes(sending, data))
        raw.add(engine, data, compress);
    },
  };
}

around(
  Manager.prototype,
  '_packet',
  (send) =>
    function (packet) {
      const before = kept.get(packet);
      // What goes wrong now is the doing of the line that emitted.
      if (before) core.at(before.line);
      const report = before ?? (packet.type === EVENT || packet.type === ACK ? current : null);
      if (report) writingFor(writingOf(report), () => send.call(this, packet));
      else send.call(this, packet);
    },
);

const EVENT = 2;
const ACK = 3;
const textOf = (name: unknown): string => String(name).slice(0, 200);

/** Does this, and notes the packet if the library keeps it. */
function keeping(socket: LibrarySocket, report: Report, work: () => unknown): unknown {
  const { length } = socket.sendBuffer;
  const result = within(report, work);
  const packet = socket.sendBuffer.length > length ? socket.sendBuffer.at(-1) : undefined;
  if (packet) {
    kept.set(packet, report);
    report.mayRepeat = true;
  }
  return result;
}

around(
  Socket.prototype,
  'emit',
  (emit) =>
    function (name, ...args) {
      const again = this.flags.fromQueue ? queued.get(this._queue[0]?.args ?? []) : undefined;
      if (again) return keeping(this, again, () => emit.call(this, name, ...args));
      const report = begin('emit', textOf(name));
      const isVolatile = this.flags.volatile === true;
      const result = keeping(this, report, () => emit.call(this, name, ...answering(args)));
      if (!report.isTold) {
        const isDropped = isVolatile && !report.mayRepeat;
        tell(report, isDropped ? { isDropped } : report.mayRepeat ? { isKept: true } : {});
      }
      return result;
    },
);

around(
  Socket.prototype,
  '_addToQueue',
  (add) =>
    function (args) {
      if (current) {
        current.mayRepeat = true;
        queued.set(args, current);
      }
      add.call(this, args);
    },
);

/** The callback of an event, told when it runs. */
function answering(args: unknown[]): unknown[] {
  const last = args.at(-1);
  if (typeof last !== 'function') return args;
  const { line } = taskNow();
  const told = function (this: unknown, ...given: unknown[]) {
    core.at(line);
    // The library itself gives an error when no answer has come; what comes is never one.
    core.tell(
      given[0] instanceof Error ? { op: 'answered' } : { op: 'answered', packet: causeNow()?.packet },
    );
    return dropped(last.apply(this, given));
  };
  return [...args.slice(0, -1), Object.assign(told, last)];
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
        const report = begin('reply', '');
        within(report, () => acknowledge(...args));
        isSent = true;
        if (!report.isTold) tell(report, {});
      };
    },
);
