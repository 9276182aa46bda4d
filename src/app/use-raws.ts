import { useEffect, useRef, useState } from 'react';
import type { LabSession, RawConnection, RawOptions } from '../lab/session';

/** One raw connection that the student opened. */
export interface OpenedRaw {
  readonly lab: RawConnection;
  /** 1, 2, 3 …: how the student tells them apart. */
  readonly number: number;
  readonly isPlain: boolean;
}

/** The student's raw connections, in the order of opening; what is still open when the workbench is left is ended. */
export function useRaws(lab: LabSession) {
  const [raws, setRaws] = useState<readonly OpenedRaw[]>([]);
  const all = useRef<RawConnection[]>([]);
  useEffect(
    () => () => {
      // It may have ended by itself: then there is nothing left to end.
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
