import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createHeartbeat } from './heartbeat';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** The subprotocol that the echo speaks, for those who offer it. */
export const ECHO_SUBPROTOCOL = 'echo.wire101';

/** Sends each message back as it came: text as text, binary as binary. */
export interface WebSocketEcho {
  /** Answers a right opening handshake with 101, and echoes from then on. */
  accept(lab: Lab, request: IncomingMessage, socket: Socket, head: Buffer, withDeflate: boolean): void;
  close(): void;
}

/** Going Away (RFC 6455 §7.4.1): the endpoint ends. */
const GOING_AWAY = 1001;

/** `giveUp` ends a connection whose peer has fallen silent. */
export function createWebSocketEcho(limits: Limits, giveUp: (socket: Socket) => void): WebSocketEcho {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: (offered: Set<string>) => (offered.has(ECHO_SUBPROTOCOL) ? ECHO_SUBPROTOCOL : false),
  } as const;
  const plain = new WebSocketServer({ ...options, perMessageDeflate: false });
  // Deflated from the first byte on, so that small messages show it; with the window kept between messages.
  const deflating = new WebSocketServer({ ...options, perMessageDeflate: { threshold: 0 } });
  const heartbeat = createHeartbeat(limits.heartbeatMs);

  return {
    accept(lab, request, socket, head, withDeflate) {
      (withDeflate ? deflating : plain).handleUpgrade(request, socket, head, (websocket) => {
        const open = { close: () => websocket.close(GOING_AWAY, 'the lab has ended') };
        lab.open.add(open);
        websocket.on('close', () => lab.open.delete(open));
        heartbeat.add(websocket, () => giveUp(socket));
        echo(websocket, limits.echoUnsentBytes);
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
