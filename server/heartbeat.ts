import type { WebSocket } from 'ws';

/** Pings WebSockets and finds those whose peer is gone without a word. */
interface Heartbeat {
  /** `onSilence` ends the connection: the last ping was not answered before the next was due. */
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
