import type { CapturedConnection } from '../capture/capture';
import type { LabSession } from './session';

/** The open WebSockets of the lab's Socket.IO sessions. */
export function openSessions({ capture }: Pick<LabSession, 'capture'>): readonly CapturedConnection[] {
  return capture.connections.filter(({ id, closedAt }) => {
    const connection = capture.decoder.connection(id);
    return closedAt === null && connection?.protocol === 'websocket' && connection.sid !== null;
  });
}

/** Cuts the cable of every open session: a reset tells both ends, a black hole tells neither. */
export async function cutSessions(lab: LabSession, how: 'reset' | 'black hole'): Promise<void> {
  for (const { id } of openSessions(lab)) {
    if (how === 'reset') await lab.end(id, { how: 'reset' });
    else await lab.impair(id, { cut: 'black hole' });
  }
}
