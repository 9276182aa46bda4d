import type { Socket } from 'node:net';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** A connection whose server is the student: what it answers is written by hand. */
export interface ByHand {
  /** False when too much waits already for a client that does not read. */
  write(bytes: Uint8Array): boolean;
  close(): void;
}

/** Leaves the server's end of a connection, `number` in this lab, to the student. What the client sends is on the stage. */
export function leaveToHand(lab: Lab, socket: Socket, number: number, limits: Limits): void {
  const byHand: ByHand = {
    write(bytes) {
      if (socket.writableLength > 0 && socket.writableLength + bytes.length > limits.rawWaitingBytes)
        return false;
      socket.write(bytes);
      return true;
    },
    close: () => socket.destroySoon(),
  };
  lab.byHand.set(number, byHand);
  lab.open.add(byHand);
  socket.setTimeout(limits.rawIdleMs, () => socket.destroy());
  // The tap has seen it, and no program waits for it.
  socket.resume();
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    lab.byHand.delete(number);
    lab.open.delete(byHand);
  });
}
