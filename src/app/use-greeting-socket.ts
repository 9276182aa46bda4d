import { useEffect, useRef, useState } from 'react';
import type { LabSession, LabSocket } from '../lab/session';
import { useLabState } from '../lab/use-lab';

/** The first page's own WebSocket: opened with the lab, closed when the student moves on. */
export function useGreetingSocket(lab: LabSession): LabSocket | null {
  const isReady = useLabState(lab).kind === 'ready';
  const current = useRef<LabSocket | null>(null);
  const [open, setOpen] = useState<LabSocket | null>(null);
  useEffect(() => {
    if (!isReady || current.current) return;
    const opened = lab.openWebSocket();
    current.current = opened;
    opened.socket.addEventListener('open', () => setOpen(opened));
    opened.socket.addEventListener('close', () => setOpen(null));
  }, [lab, isReady]);
  useEffect(
    () => () => {
      if (current.current?.socket.readyState === WebSocket.OPEN) current.current.close(1000, 'going on');
    },
    [],
  );
  return open;
}
