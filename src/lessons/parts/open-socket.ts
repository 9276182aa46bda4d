import type { Capture } from '../../capture/capture';
import type { LabSession, LabSocket, RawConnection, SocketOptions } from '../../lab/session';
import { handshakeText, wireBytes } from './requests';

/** A WebSocket of the browser, once it is open. Rejects with a sentence when it does not come to that. */
export function openSocket(lab: LabSession, options?: SocketOptions): Promise<LabSocket> {
  const opened = lab.openWebSocket(options);
  return new Promise((resolve, reject) => {
    opened.socket.addEventListener('open', () => resolve(opened));
    opened.socket.addEventListener('close', () =>
      reject(new Error('The WebSocket did not open: something on the way, or an extension, holds it back.')),
    );
  });
}

/** A raw connection on which a WebSocket handshake has been written by hand and agreed to by the server. */
export async function openByHand(
  lab: LabSession,
  { deflate = false }: { readonly deflate?: boolean } = {},
): Promise<RawConnection> {
  if (!lab.addresses) throw new Error('The lab is not open yet: try again in a moment.');
  const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const raw = await lab.openRaw(wireBytes(handshakeText(lab.addresses, { key, deflate })));
  await switchedConnection(lab.capture, raw.opener);
  return raw;
}

/** The number of the connection that a call opened, once the capture has its 101. Rejects when it gets another answer. */
export function switchedConnection(capture: Capture, opener: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const connection = capture.connections.find(({ openedBy }) => openedBy === opener);
      if (!connection) return false;
      if (capture.decoder.connection(connection.id)?.protocol === 'websocket') resolve(connection.id);
      else if (connection.closedAt !== null) reject(new Error('The server did not agree to the handshake.'));
      else return false;
      return true;
    };
    if (look()) return;
    const stop = capture.subscribe(() => {
      if (look()) stop();
    });
  });
}
