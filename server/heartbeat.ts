import type { WebSocket } from 'ws';

/** Pings WebSockets and finds those whose peer has silently gone. */
interface Heartbeat {
  /** Calls `onSilence`, which should end the connection, when a ping is not answered before the next is due. */
  add(websocket: WebSocket, onSilence: () => void): void;
  close(): void;
}

/** RFC 6455 §5.5.2: a ping may serve to verify that the remote endpoint is still responsive. */
export function createHeartbeat(intervalMs: number): Heartbeat {
  const peers = new Map<WebSocket, { hasAnswered: boolean; readonly onSilence: () => void }>();
  const timer = setInterval(() => {
    for (const [websocket, peer] of peers) {
      if (!peer.hasAnswered) peer.onSilence();
      else if (websocket.readyState === websocket.OPEN) {
        peer.hasAnswered = false;
        websocket.ping();
      }
    }
  }, intervalMs);
  timer.unref();
  return {
    add(websocket, onSilence) {
      const peer = { hasAnswered: true, onSilence };
      peers.set(websocket, peer);
      websocket.on('pong', () => {
        peer.hasAnswered = true;
      });
      websocket.on('close', () => peers.delete(websocket));
    },
    close() {
      clearInterval(timer);
      peers.clear();
    },
  };
}
