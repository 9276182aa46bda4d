import { useEffect, useRef, useState } from 'react';
import type { LabSession, LabSocket } from '../lab/session';

/** One WebSocket that the student opened, as the workbench lists it. */
export interface OpenedSocket {
  readonly lab: LabSocket;
  /** 1, 2, 3 …: tells them apart for the student. */
  readonly number: number;
  readonly state: 'connecting' | 'open' | 'closing' | 'closed';
  readonly protocol: string;
  readonly extensions: string;
  /** What `onclose` said; null before. */
  readonly closed: { readonly code: number; readonly reason: string } | null;
}

const STATES = ['connecting', 'open', 'closing', 'closed'] as const;

/** The student's sockets, in the order of opening; leaving the workbench closes those still open. */
export function useSockets(lab: LabSession) {
  const [sockets, setSockets] = useState<readonly OpenedSocket[]>([]);
  const all = useRef<LabSocket[]>([]);
  useEffect(
    () => () => {
      for (const { socket, close } of all.current) if (socket.readyState <= WebSocket.OPEN) close();
    },
    [],
  );
  const refresh = (opened: LabSocket, closed: OpenedSocket['closed'] = null) =>
    setSockets((before) =>
      before.map((one) =>
        one.lab === opened ? { ...seen(opened, one.number), closed: closed ?? one.closed } : one,
      ),
    );
  const open = (options: Parameters<LabSession['openWebSocket']>[0]) => {
    const opened = lab.openWebSocket(options);
    all.current.push(opened);
    const number = all.current.length;
    setSockets((before) => [...before, seen(opened, number)]);
    opened.socket.addEventListener('open', () => refresh(opened));
    opened.socket.addEventListener('close', ({ code, reason }) => refresh(opened, { code, reason }));
    return opened;
  };
  const forget = (gone: OpenedSocket) =>
    setSockets((before) => before.filter(({ lab: one }) => one !== gone.lab));
  return { sockets, open, refresh, forget };
}

function seen(lab: LabSocket, number: number): OpenedSocket {
  const { readyState, protocol, extensions } = lab.socket;
  return { lab, number, state: STATES[readyState] ?? 'closed', protocol, extensions, closed: null };
}
