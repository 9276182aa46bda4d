import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { createHeartbeat } from './heartbeat';
import type { EchoSocket, Lab } from './lab';
import type { Limits } from './limits';

/** The subprotocol that the echo speaks, for those who offer it. */
export const ECHO_SUBPROTOCOL = 'echo.wire101';

/** Sends each message back as it came: text as text, binary as binary. */
export interface WebSocketEcho {
  /** Answers a right opening handshake with 101, and echoes from then on. */
  accept(lab: Lab, request: IncomingMessage, socket: Socket, head: Buffer, options: EchoOptions): void;
  close(): void;
}

/** What the client asks for in the URL, and what is known of its connection. */
export interface EchoOptions {
  readonly withDeflate: boolean;
  /** It sends nothing back. */
  readonly isSilent: boolean;
  /** Null for the usual one. */
  readonly heartbeatMs: number | null;
  /** The connection's number in the lab; undefined where nothing is tapped. */
  readonly number: number | undefined;
}

/** Going Away (RFC 6455 §7.4.1): the endpoint ends. */
const GOING_AWAY = 1001;

/** Policy Violation (RFC 6455 §7.4.1): how `ws` answers more pieces of an unfinished frame than it may wait with. */
const POLICY_VIOLATION = 1008;

/** Says why it closes where `ws` gives a status code alone. */
class StatingWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const isBare = code === POLICY_VIOLATION && reason === undefined;
    super.close(code, isBare ? 'a frame came in too many small pieces' : reason);
  }
}

/** `giveUp` ends a connection whose peer has fallen silent. */
export function createWebSocketEcho(limits: Limits, giveUp: (socket: Socket) => void): WebSocketEcho {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    maxBufferedChunks: limits.waitingPieces,
    WebSocket: StatingWebSocket,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: (offered: Set<string>) => (offered.has(ECHO_SUBPROTOCOL) ? ECHO_SUBPROTOCOL : false),
  } as const;
  const plain = new WebSocketServer({ ...options, perMessageDeflate: false });
  // Deflated from the first byte on, so that small messages show it; with the window kept between messages.
  const deflating = new WebSocketServer({ ...options, perMessageDeflate: { threshold: 0 } });
  const heartbeat = createHeartbeat(limits.heartbeatMs);

  return {
    accept(lab, request, socket, head, { withDeflate, isSilent, heartbeatMs, number }) {
      (withDeflate ? deflating : plain).handleUpgrade(request, socket, head, (websocket) => {
        const open = { close: () => websocket.close(GOING_AWAY, 'the lab has ended') };
        const own = heartbeatMs === null ? null : createHeartbeat(heartbeatMs);
        lab.open.add(open);
        if (number !== undefined) lab.echoes.set(number, echoSocket(websocket, limits));
        websocket.on('close', () => {
          lab.open.delete(open);
          own?.close();
          if (number !== undefined) lab.echoes.delete(number);
        });
        (own ?? heartbeat).add(websocket, () => giveUp(socket));
        if (isSilent) websocket.on('error', () => undefined);
        else echo(websocket, limits.echoUnsentBytes);
      });
    },
    close() {
      heartbeat.close();
      plain.close();
      deflating.close();
    },
  };
}

function echo(websocket: WebSocket, maxUnsentBytes: number): void {
  // A broken frame ends the connection with its close code (1002, 1007, 1009), which ws sends by itself.
  websocket.on('error', () => undefined);
  const goOn = () => {
    if (websocket.isPaused && websocket.bufferedAmount <= maxUnsentBytes) websocket.resume();
  };
  websocket.on('message', (data, isBinary) => {
    websocket.send(data, { binary: isBinary }, goOn);
    // A client that sends and never reads fills its own buffers, not the server's.
    if (websocket.bufferedAmount > maxUnsentBytes) websocket.pause();
  });
}

/** What the server does on this WebSocket without being asked by its client. */
function echoSocket(websocket: WebSocket, limits: Limits): EchoSocket {
  return {
    say({ text, count, gapMs, fragments, pingBetween }) {
      let n = 0;
      const next = () => {
        if (websocket.readyState !== websocket.OPEN || websocket.bufferedAmount > limits.echoUnsentBytes)
          return;
        n++;
        sendInFragments(websocket, text.replaceAll('{n}', String(n)), fragments, pingBetween);
        if (n < count) {
          if (gapMs > 0) setTimeout(next, gapMs).unref();
          else next();
        }
      };
      next();
    },
    close: (closeCode, reason) => websocket.close(closeCode, reason),
  };
}

/** One text message in so many frames (RFC 6455 §5.4), with a ping after the first of them if wanted. */
function sendInFragments(websocket: WebSocket, text: string, fragments: number, pingBetween: boolean): void {
  const characters = Array.from(text);
  const size = Math.ceil(characters.length / fragments);
  for (let k = 0; k < fragments; k++) {
    const part = characters.slice(k * size, (k + 1) * size).join('');
    websocket.send(part, { fin: k === fragments - 1 });
    if (k === 0 && pingBetween) websocket.ping();
  }
}
