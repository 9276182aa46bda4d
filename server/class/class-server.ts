import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import * as v from 'valibot';
import {
  type ClassNews,
  type ClassQuestions,
  type ClassRefusal,
  joinClass,
  openClass,
  removeMember,
  sayInClass,
  steerClass,
} from '../../src/protocol/messages/class';
import { CLASS_NAMESPACE, CLASS_PATH } from '../../src/protocol/messages/class-address';
import { logFault } from '../fault-log';
import type { Limits } from '../limits';
import { createRateLimit, type RateLimit } from '../rate';
import { bound, boundedParser, websocketServer } from '../socketio';
import { Classes, type Refused } from './classes';
import { Classroom } from './classroom';
import { memberIdOf } from './token';

/** The classes of this server, spoken to by Socket.IO behind an HTTP server that never listens: emit `upgrade` on it. */
export interface ClassServer {
  readonly http: HttpServer;
  close(): void;
}

/** Who a connection is, once it has opened or joined a class. */
type Who =
  | { readonly role: 'teacher'; readonly room: Classroom }
  | { readonly role: 'student'; readonly room: Classroom; readonly id: string };

type ClassSocket = Socket<ClassQuestions, ClassNews>;

const EXPIRY_CHECK_MS = 5000;

const studentsOf = ({ seal }: Classroom) => `students ${seal}`;
const teachersOf = (seal: string) => `teachers ${seal}`;
const pagesOf = ({ seal }: Classroom, id: string) => `member ${seal} ${id}`;

/**
 * Opens the server of all classes. Everything in it is what pages have said, and say again when they come back: the authority over a
 * class is its teacher's token, over a vote its student's page.
 */
export function createClassServer(
  limits: Limits,
  nowMs: () => number = () => performance.now(),
): ClassServer {
  const http = createServer();
  const io = new Server<ClassQuestions, ClassNews>(http, {
    path: CLASS_PATH,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: limits.class.messageBytes,
    connectTimeout: limits.class.silentMs,
    connectionStateRecovery: { maxDisconnectionDuration: limits.class.recoveryMs },
    parser: boundedParser(limits),
    wsEngine: websocketServer(limits),
  });
  bound(io.engine, limits);
  const namespace = io.of(CLASS_NAMESPACE);
  const classes = new Classes(limits.class, nowMs, (seal, changed) => {
    namespace.to(teachersOf(seal)).emit('members', changed);
  });
  const messages = createRateLimit(limits.class.messagesPerMinute, nowMs);
  const end = (room: Classroom, why: string) => {
    namespace.to(studentsOf(room)).emit('out', why);
    namespace.in([studentsOf(room), teachersOf(room.seal)]).disconnectSockets(true);
    classes.end(room);
  };
  const expiry = setInterval(() => {
    messages.forget();
    for (const room of classes.expired())
      end(room, 'The class has ended: its teacher has been away for too long.');
  }, EXPIRY_CHECK_MS).unref();
  namespace.on('connection', (socket) => serve(socket, { limits, classes, messages, namespace, end }));
  return {
    http,
    close() {
      clearInterval(expiry);
      classes.close();
      void io.close();
    },
  };
}

/** The server of all classes, made at first use. */
export class LazyClassServer {
  readonly #limits: Limits;
  #made: ClassServer | null = null;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get(): ClassServer {
    this.#made ??= createClassServer(this.#limits);
    return this.#made;
  }

  close(): void {
    this.#made?.close();
  }
}

interface Parts {
  readonly limits: Limits;
  readonly classes: Classes;
  readonly messages: RateLimit;
  readonly namespace: ReturnType<Server<ClassQuestions, ClassNews>['of']>;
  readonly end: (room: Classroom, why: string) => void;
}

const NOT_THE_TEACHER = 'Only the teacher of this class can do that.';
const NOT_IN_CLASS = 'Join the class first.';

/** Answers one page. It says who it is, by a token or a key, before anything else is done for it. */
function serve(socket: ClassSocket, { limits, classes, messages, namespace, end }: Parts): void {
  const address = addressOf(socket.request);
  const bounds = limits.class;
  let who: Who | null = null;
  // Recovered or not, the page says everything again: Socket.IO's own recovery only adds what was told meanwhile.
  const silence = setTimeout(() => socket.disconnect(true), bounds.silentMs).unref();
  leaveRooms();

  on('open', openClass(bounds), async ({ token, steering, removed }) => {
    const opened = await classes.open(token, address);
    if (!('room' in opened)) return refusal(opened);
    const { room } = opened;
    if (!socket.connected) return never('The connection has gone.');
    if (who?.room !== room || who.role !== 'teacher') {
      leave();
      who = { role: 'teacher', room };
      room.teachers++;
    }
    for (const id of removed) sendOut(room, id);
    room.steering = steering;
    clearTimeout(silence);
    void socket.join(teachersOf(room.seal));
    namespace.to(studentsOf(room)).emit('class', steering);
    return { kind: 'opened', code: opened.code, token: opened.token, members: room.all() };
  });

  on('join', joinClass(bounds), ({ code, key, seal, said }) => {
    const room = classes.find(code, seal, address);
    if (!(room instanceof Classroom)) return refusal(room);
    const id = memberIdOf(key);
    if (room.isRemoved(id)) return never('The teacher has sent you out of this class.');
    if (!room.hasPlaceFor(id)) {
      return never(`This class has ${bounds.members} members, the most that a class may have.`);
    }
    leave();
    who = { role: 'student', room, id };
    clearTimeout(silence);
    void socket.join([studentsOf(room), pagesOf(room, id)]);
    room.came(id, said);
    return { kind: 'joined', code: room.code ?? code, seal: room.seal, steering: room.steering };
  });

  on('say', sayInClass(bounds), (said) => {
    if (who?.role !== 'student') return never(NOT_IN_CLASS);
    who.room.heard(who.id, said);
    return { kind: 'done' };
  });

  on('steer', steerClass(bounds), (steering) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    who.room.steering = steering;
    namespace.to(studentsOf(who.room)).emit('class', steering);
    return { kind: 'done' };
  });

  on('remove', removeMember, ({ id }) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    sendOut(who.room, id);
    return { kind: 'done' };
  });

  on('end', v.object({}), () => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    const { room } = who;
    // After the answer has left.
    setImmediate(() => end(room, 'The class is over.'));
    return { kind: 'done' };
  });

  socket.on('disconnect', () => {
    clearTimeout(silence);
    leave();
  });

  function sendOut(room: Classroom, id: string): void {
    room.remove(id);
    namespace.to(pagesOf(room, id)).emit('out', 'The teacher has sent you out of this class.');
    namespace.in(pagesOf(room, id)).disconnectSockets(true);
  }

  /** It is in no class any more. */
  function leave(): void {
    if (who?.role === 'teacher') who.room.teacherLeft();
    else if (who) who.room.left(who.id);
    who = null;
    leaveRooms();
  }

  function leaveRooms(): void {
    for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
  }

  /** Answers one kind of question. What does not follow its schema is refused with the schema's sentence. */
  function on<Name extends keyof ClassQuestions, Schema extends v.GenericSchema<unknown, object>>(
    name: Name,
    schema: Schema,
    answerTo: (message: v.InferOutput<Schema>) => Answer<Name> | Promise<Answer<Name>>,
  ): void {
    const listen = async (message: unknown, answer: unknown) => {
      const give = typeof answer === 'function' ? answer : () => undefined;
      if (!messages.take(socket.id)) {
        give(later(`A page may send ${bounds.messagesPerMinute} messages a minute: wait a little.`));
        return;
      }
      const read = v.safeParse(schema, message, { abortEarly: true });
      try {
        give(read.success ? await answerTo(read.output) : never(read.issues[0].message));
      } catch (error) {
        logFault('A class', error);
        give(later('The server could not do that: try again.'));
      }
    };
    // The type of a listener is that of a schema's message, which a client need not follow.
    socket.on(name, listen as never);
  }
}

type Answer<Name extends keyof ClassQuestions> = Parameters<Parameters<ClassQuestions[Name]>[1]>[0];

const refusal = ({ why, isFinal }: Refused): ClassRefusal => ({ kind: 'refused', why, isFinal });
const never = (why: string): ClassRefusal => ({ kind: 'refused', why, isFinal: true });
const later = (why: string): ClassRefusal => ({ kind: 'refused', why, isFinal: false });

function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
