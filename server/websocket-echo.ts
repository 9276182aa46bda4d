import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { logFault } from './fault-log';
import { createHeartbeat } from './heartbeat';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { followNews } from './newsroom';
import { echoSocket } from './saying';

/** The subprotocol that the echo selects if the client offers it. */
const ECHO_SUBPROTOCOL = 'echo.wire101';

/** Sends each message back unchanged: text as text, binary as binary. */
export interface WebSocketEcho {
  /** Answers a valid opening handshake with 101, and echoes from then on. */
  accept(lab: Lab, request: IncomingMessage, socket: Socket, head: Buffer, options: EchoOptions): void;
  close(): void;
}

/** What the client asks for in the URL, and its connection's number. */
interface EchoOptions {
  readonly withDeflate: boolean;
  /** The echo sends nothing back. */
  readonly isSilent: boolean;
  /** Each piece of the lab's news is sent as a text message when it happens. */
  readonly hasNews: boolean;
  /** Null for the default. */
  readonly heartbeatMs: number | null;
  /** The connection's number in the lab; undefined without a tap. */
  readonly number: number | undefined;
}

/** Going Away (RFC 6455 §7.4.1): the endpoint ends. */
const GOING_AWAY = 1001;

/** Policy Violation (RFC 6455 §7.4.1): `ws` sends it when an unfinished frame comes in too many pieces. */
const POLICY_VIOLATION = 1008;

/** Gives a reason for closing where `ws` gives only a status code. */
class StatingWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const isBare = code === POLICY_VIOLATION && reason === undefined;
    super.close(code, isBare ? 'a frame came in too many small pieces' : reason);
  }
}

/** `giveUp` ends a connection whose peer is silent. */
export function createWebSocketEcho(limits: Limits, giveUp: (socket: Socket) => void): WebSocketEcho {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    maxBufferedChunks: limits.waitingPieces,
    WebSocket: StatingWebSocket,
    closeTimeout: limits.closeTimeoutMs,
    // `ws` would disconnect a client that sends many pings at once, without a reason.
    autoPong: false,
    handleProtocols: (offered: Set<string>) => (offered.has(ECHO_SUBPROTOCOL) ? ECHO_SUBPROTOCOL : false),
  } as const;
  const plain = new WebSocketServer({ ...options, perMessageDeflate: false });
  // Compress from the first byte on, so that small messages show it, and keep the window between messages.
  const deflating = new WebSocketServer({ ...options, perMessageDeflate: { threshold: 0 } });
  const heartbeat = createHeartbeat(limits.heartbeatMs);

  return {
    accept(lab, request, socket, head, { withDeflate, isSilent, hasNews, heartbeatMs, number }) {
      (withDeflate ? deflating : plain).handleUpgrade(request, socket, head, (websocket) => {
        const open = { close: () => websocket.close(GOING_AWAY, 'the lab has ended') };
        const own = heartbeatMs === null ? null : createHeartbeat(heartbeatMs);
        lab.open.add(open);
        if (number !== undefined) lab.echoes.set(number, echoSocket(websocket, limits));
        const stopNews = hasNews ? sendNews(lab, websocket, limits) : () => {};
        websocket.on('close', () => {
          stopNews();
          lab.open.delete(open);
          own?.close();
          if (number !== undefined) lab.echoes.delete(number);
        });
        (own ?? heartbeat).add(websocket, () => giveUp(socket));
        answer(websocket, isSilent, limits);
      });
    },
    close() {
      heartbeat.close();
      plain.close();
      deflating.close();
    },
  };
}

/** Sends each piece of news as it happens, unless the client leaves too much unread. Call the result to stop. */
function sendNews(lab: Lab, websocket: WebSocket, { echoUnsentBytes }: Limits): () => void {
  return followNews(lab, (item) => {
    if (websocket.bufferedAmount <= echoUnsentBytes) websocket.send(JSON.stringify(item));
  });
}

/**
 * Echoes messages and answers pings with pongs (RFC 6455 §5.5.2). The connection is not read while too much of that is unsent, so a
 * client that sends and never reads fills its own buffers, not the server's.
 */
function answer(
  websocket: WebSocket,
  isSilent: boolean,
  { echoUnsentBytes, echoUnsentAnswers }: Limits,
): void {
  let unsent = 0;
  const isFull = () => unsent >= echoUnsentAnswers || websocket.bufferedAmount > echoUnsentBytes;
  const sent = () => {
    unsent--;
    if (websocket.isPaused && !isFull()) websocket.resume();
  };
  const reply = (send: (sent: () => void) => void) => {
    try {
      unsent++;
      send(sent);
      if (isFull()) websocket.pause();
    } catch (error) {
      // Inflated messages arrive outside the tap's guard.
      logFault('An echo', error);
      websocket.terminate();
    }
  };
  // An invalid frame ends the connection with a status code (1002, 1007, 1009) that ws sends itself.
  websocket.on('error', () => undefined);
  websocket.on('ping', (data) => reply((done) => websocket.pong(data, false, done)));
  if (isSilent) return;
  websocket.on('message', (data, isBinary) => {
    reply((done) => websocket.send(data, { binary: isBinary }, done));
  });
}
