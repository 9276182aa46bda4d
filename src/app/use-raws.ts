import { useEffect, useRef, useState } from 'react';
import type { LabSession, RawConnection, RawOptions } from '../lab/session';

/** One raw connection that the student opened. */
export interface OpenedRaw {
  readonly lab: RawConnection;
  /** 1, 2, 3 …: tells them apart for the student. */
  readonly number: number;
  readonly isPlain: boolean;
}

/** The student's raw connections, in the order of opening; leaving the workbench ends those still open. */
export function useRaws(lab: LabSession) {
  const [raws, setRaws] = useState<readonly OpenedRaw[]>([]);
  const all = useRef<RawConnection[]>([]);
  useEffect(
    () => () => {
      // It may have ended already: then there is nothing to end.
      for (const raw of all.current) void raw.end().catch(() => {});
    },
    [],
  );
  const add = (opened: RawConnection, isPlain = false) => {
    all.current.push(opened);
    const number = all.current.length;
    setRaws((before) => [...before, { lab: opened, number, isPlain }]);
  };
  const open = async (bytes: Uint8Array, options: RawOptions) => {
    add(await lab.openRaw(bytes, options), options.to === 'bytes');
  };
  const forget = (gone: OpenedRaw) => setRaws((before) => before.filter((one) => one !== gone));
  return { raws, open, add, forget };
}
