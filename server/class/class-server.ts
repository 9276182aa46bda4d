import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { CLASS_NAMESPACE, CLASS_PATH } from '../../src/protocol/messages/class-address';
import type { Doors } from '../guests/doors';
import type { Limits } from '../limits';
import { createRateLimit } from '../rate';
import { bound, boundedParser, websocketServer } from '../socketio';
import { type ClassIo, dismiss, tellClass, tellTeachers } from './class-pages';
import { Classes } from './classes';
import type { Classroom } from './classroom';
import { Agreement } from './nodes/agreement';
import type { Nodes } from './nodes/nodes';
import { schemasOf, servePage } from './serve-page';

/** The classes of this server, spoken to by Socket.IO behind an HTTP server that never listens: emit `upgrade` on it. */
export interface ClassServer {
  readonly http: HttpServer;
  close(): void;
}

/** The address of the client that a request comes from, behind proxies too. */
type AddressOf = (request: IncomingMessage) => string;

const EXPIRY_CHECK_MS = 5000;

/**
 * Opens the server of all classes. Everything in it is what pages have said, and say again when they come back: the authority over a
 * class is its teacher's token, over a vote its student's page.
 */
export function createClassServer(
  limits: Limits,
  addressOf: AddressOf,
  doors: Pick<Doors, 'issue'>,
  nodes: Nodes | null = null,
  nowMs: () => number = () => performance.now(),
): ClassServer {
  const http = createServer();
  const io: ClassIo = new Server(http, {
    path: CLASS_PATH,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: limits.class.messageBytes,
    connectTimeout: limits.class.silentMs,
    // No connection state recovery: a page that comes back says everything and is told everything, so it would keep each step twice, and
    // each step to a thousand students would take an eighth longer.
    parser: boundedParser(limits),
    wsEngine: websocketServer(limits),
    ...(nodes ? { adapter: nodes.adapter() } : {}),
  });
  bound(io.engine, { ...limits, echoUnsentBytes: limits.class.unsentBytes });
  const namespace = io.of(CLASS_NAMESPACE);
  const end = (room: Classroom, why: string) => {
    dismiss(namespace, room, why);
    void agreement?.ended(room);
    classes.end(room);
  };
  const tell = async (room: Classroom, ids: readonly string[]) => {
    await agreement?.say(room, ids);
    if (agreement || room.teachers > 0) tellTeachers(namespace, room, room.shown(ids));
  };
  const announce = (room: Classroom) => {
    if (room.steering) tellClass(namespace.local, room, room.steering);
    void agreement?.steered(room);
  };
  const agreement = nodes && new Agreement(nodes.classes, namespace, () => classes);
  const tells = { tell: (room: Classroom, ids: readonly string[]) => void tell(room, ids), announce };
  const classes = new Classes(limits.class, nowMs, tells, agreement);
  const schemas = schemasOf(limits.class);
  const messages = createRateLimit(limits.class.messagesPerMinute, nowMs);
  const expire = async () => {
    messages.forget();
    for (const room of classes.expired()) {
      if (!(await agreement?.isTaught(room)))
        end(room, 'The class has ended: its teacher has been away for too long.');
    }
  };
  const expiry = setInterval(() => void expire(), EXPIRY_CHECK_MS).unref();
  // Nobody has anything to do in the main namespace.
  io.on('connection', (socket) => void socket.disconnect(true));
  namespace.on('connection', (socket) =>
    servePage(socket, addressOf(socket.request), {
      schemas,
      limits: limits.class,
      classes,
      messages,
      namespace,
      end,
      doors,
      agreement,
    }),
  );
  return {
    http,
    close() {
      clearInterval(expiry);
      agreement?.close();
      classes.close();
      void io.close();
    },
  };
}

/** The server of all classes, made at first use. */
export class LazyClassServer {
  readonly #limits: Limits;
  readonly #addressOf: AddressOf;
  readonly #doors: Doors;
  readonly #nodes: Nodes | null;
  #made: ClassServer | null = null;

  constructor(limits: Limits, addressOf: AddressOf, doors: Doors, nodes: Nodes | null) {
    this.#doors = doors;
    this.#limits = limits;
    this.#addressOf = addressOf;
    this.#nodes = nodes;
  }

  get(): ClassServer {
    this.#made ??= createClassServer(this.#limits, this.#addressOf, this.#doors, this.#nodes);
    return this.#made;
  }

  close(): void {
    this.#made?.close();
  }
}
