import type { Capture, CapturedConnection } from '../../capture/capture';
import type { LabSession, LabSocket, SocketOptions } from '../../lab/session';

/** A WebSocket that is open at both ends, and its connection as the tap reported it. */
export interface OpenSocket {
  readonly socket: LabSocket;
  readonly connection: CapturedConnection;
}

/**
 * Opens a WebSocket and waits until the browser says that it is open and the tap has reported its connection.
 * Rejects with a sentence when it closes first.
 */
export function openSocket(lab: LabSession, options?: SocketOptions): Promise<OpenSocket> {
  const socket = lab.openWebSocket(options);
  return new Promise((resolve, reject) => {
    const { capture } = lab;
    const look = () => {
      const connection = capture.connections.find(({ openedBy }) => openedBy === socket.opener);
      if (!connection || socket.socket.readyState !== WebSocket.OPEN) return;
      stop();
      resolve({ socket, connection });
    };
    const fail = () => {
      stop();
      reject(
        new Error(
          'The connection ended before it was a WebSocket: look at the answer on the wire. A proxy or an extension may have taken Upgrade out of the request.',
        ),
      );
    };
    const stopCapture = capture.subscribe(look);
    const stop = () => {
      stopCapture();
      socket.socket.removeEventListener('open', look);
      socket.socket.removeEventListener('close', fail);
    };
    socket.socket.addEventListener('open', look);
    socket.socket.addEventListener('close', fail);
  });
}

/** Waits until the capture holds what `found` looks for. */
export function untilCaptured<Found>(capture: Capture, found: () => Found | undefined): Promise<Found> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = (): boolean => {
      const result = found();
      if (result === undefined) return false;
      stop();
      resolve(result);
      return true;
    };
    if (!look()) stop = capture.subscribe(look);
  });
}
