import { useState } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { LabSession, RawConnection } from '../lab/session';
import { FrameBuilder, type SendOn } from '../lessons/frame-builder/frame-builder';
import { openByHand } from '../lessons/parts/open-by-hand';
import styles from './Workbench.module.css';

interface Props {
  readonly lab: LabSession;
  readonly capture: Capture;
  readonly isReady: boolean;
  /** Called for each connection it opens. */
  readonly onOpened: (raw: RawConnection) => void;
}

interface Open {
  readonly raw: RawConnection;
  readonly compresses: boolean;
  /** The bytes after the handshake. */
  readonly sent: readonly number[];
}

/** Sends frames built bit by bit, on a connection whose handshake was written by hand. */
export default function FrameOpener({ lab, capture, isReady, onOpened }: Props) {
  useRevision(capture);
  const [open, setOpen] = useState<Open | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const isOpen =
    open !== null &&
    capture.connections.some(({ openedBy, closedAt }) => openedBy === open.raw.opener && closedAt === null);
  const send = async (bytes: Uint8Array, on: SendOn) => {
    if (on === 'same' && open) {
      await open.raw.write(bytes);
      setOpen({ ...open, sent: [...open.sent, ...bytes] });
      return;
    }
    const compresses = on === 'new-deflate';
    const raw = await openByHand(lab, { deflate: compresses });
    onOpened(raw);
    await raw.write(bytes);
    setOpen({ raw, compresses, sent: [...bytes] });
  };
  const attempt = (bytes: Uint8Array, on: SendOn) => {
    setIsBusy(true);
    send(bytes, on)
      .then(
        () => setProblem(''),
        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => setIsBusy(false));
  };
  return (
    <div className={styles.raw}>
      <FrameBuilder
        isReady={isReady && !isBusy}
        limits={lab.limits}
        connection={
          isOpen
            ? {
                compresses: open.compresses,
                before: Uint8Array.from(open.sent),
                name: `port ${open.raw.port}`,
              }
            : null
        }
        onSend={attempt}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
