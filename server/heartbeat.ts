import type { WebSocket } from 'ws';

/** Pings WebSockets and finds those whose peer has silently gone. */
interface Heartbeat {
  /** Calls `onSilence`, which should end the connection, when a ping is not answered before the next is due. */
  add(websocket: WebSocket, onSilence: () => void): void;
  close(): void;
}

/** Thousands of pings in one go, or ends of those who are silent, would keep everybody waiting for most of a second. */
const AT_ONCE = 20;

/** RFC 6455 §5.5.2: a ping may serve to verify that the remote endpoint is still responsive. */
export function createHeartbeat(intervalMs: number): Heartbeat {
  const peers = new Map<WebSocket, { hasAnswered: boolean; readonly onSilence: () => void }>();
  const beat = (due: readonly WebSocket[], from: number) => {
    const to = from + AT_ONCE;
    for (const websocket of due.slice(from, to)) {
      const peer = peers.get(websocket);
      if (peer?.hasAnswered === false) peer.onSilence();
      else if (peer && websocket.readyState === websocket.OPEN) {
        peer.hasAnswered = false;
        websocket.ping();
      }
    }
    if (to < due.length) setImmediate(() => beat(due, to));
  };
  const timer = setInterval(() => beat([...peers.keys()], 0), intervalMs);
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
