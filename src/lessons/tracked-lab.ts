import type { LabEvents, LabSession, LabSocket, RawConnection } from '../lab/session';
import type { LabSocketIo } from '../lab/socket-io';
import type { ProgramRun } from './traffic';

/** What a tracked lab reports. */
interface Tracker {
  readonly opened: (opener: number) => void;
  readonly socket: (socket: LabSocket) => void;
  readonly raw: (raw: RawConnection) => void;
  readonly events: (events: LabEvents) => void;
  readonly socketIo: (socket: LabSocketIo) => void;
  readonly ran: (run: ProgramRun) => void;
}

/** The same lab, with the calls that open something through it, so that one load or conversation can be told from all other traffic. */
export function countOpeners(lab: LabSession): {
  readonly lab: LabSession;
  readonly openers: ReadonlySet<number>;
} {
  const openers = new Set<number>();
  const ignore = () => {};
  const rest = { socket: ignore, raw: ignore, events: ignore, socketIo: ignore, ran: ignore };
  return { lab: trackLab(lab, { opened: (opener) => void openers.add(opener), ...rest }), openers };
}

/** The same lab, reporting what is opened through it, so that a task can tell its own traffic from all other. */
export function trackLab(lab: LabSession, tracker: Tracker): LabSession {
  // Each client records its first call before anything can happen: the calls added meanwhile are its own.
  const tracked = <Result>(open: () => Result): Result => {
    const before = lab.capture.calls.length;
    try {
      return open();
    } finally {
      // A call that throws is the task's own too.
      for (const call of lab.capture.calls.slice(before)) {
        if (call.id === call.opener) tracker.opened(call.id);
      }
    }
  };
  return {
    get state() {
      return lab.state;
    },
    get addresses() {
      return lab.addresses;
    },
    get limits() {
      return lab.limits;
    },
    get capture() {
      return lab.capture;
    },
    subscribe: (listener) => lab.subscribe(listener),
    nowMicros: () => lab.nowMicros(),
    openWebSocket(options) {
      const socket = tracked(() => lab.openWebSocket(options));
      tracker.socket(socket);
      return socket;
    },
    fetch: (path, init) => tracked(() => lab.fetch(path, init)),
    openEvents(path) {
      const events = tracked(() => lab.openEvents(path));
      tracker.events(events);
      return events;
    },
    async openRaw(bytes, options) {
      const raw = await tracked(() => lab.openRaw(bytes, options));
      tracker.raw(raw);
      return raw;
    },
    async openSocketIo(options) {
      const socket = await lab.openSocketIo(options);
      tracker.opened(socket.opener);
      tracker.socketIo(socket);
      return socket;
    },
    prepareClients: (count) => lab.prepareClients(count),
    async runClient(client, code, options) {
      const program = await lab.runClient(client, code, {
        ...options,
        onOpened(opener) {
          tracker.opened(opener);
          options?.onOpened?.(opener);
        },
      });
      if ('run' in program) tracker.ran({ end: 'client', run: program.run });
      return program;
    },
    async runServer(code, options) {
      const program = await lab.runServer(code, options);
      if ('run' in program && code !== null) tracker.ran({ end: 'server', run: program.run });
      return program;
    },
    impair: (connection, impairment) => lab.impair(connection, impairment),
    end: (connection, end) => lab.end(connection, end),
    answerByHand: (connection, bytes) => lab.answerByHand(connection, bytes),
    say: (connection, saying) => lab.say(connection, saying),
    makeNews: (news) => lab.makeNews(news),
    retry: () => lab.retry(),
    dispose: () => lab.dispose(),
  };
}
