import type { Capture } from '../../capture/capture';
import type { LabSession, RawConnection } from '../../lab/session';
import { handshakeText, wireBytes } from './requests';

/** A raw connection whose hand-written WebSocket handshake the server has accepted. */
export async function openByHand(
  lab: LabSession,
  { deflate = false }: { readonly deflate?: boolean } = {},
): Promise<RawConnection> {
  if (!lab.addresses) throw new Error('The lab is not open yet: try again in a moment.');
  const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const raw = await lab.openRaw(wireBytes(handshakeText(lab.addresses, { key, deflate })));
  await switched(lab.capture, raw.opener);
  return raw;
}

/** Waits until the capture has the 101 on the connection that a call opened. */
function switched(capture: Capture, opener: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const connection = capture.connections.find(({ openedBy }) => openedBy === opener);
      if (!connection) return false;
      if (capture.decoder.connection(connection.id)?.protocol === 'websocket') resolve();
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
