import type { ReactNode } from 'react';
import type { Teaching } from '../../lab/class/teaching';
import type { LabSession } from '../../lab/session';
import { useLabState } from '../../lab/use-lab';
import { spelled } from '../../protocol/messages/class-code';
import { addressOfClass, isForThisMachine, shortAddress } from './address';
import styles from './Door.module.css';
import { QrFigure } from './QrFigure';
import { StateNote } from './StateNote';

interface Props {
  readonly teaching: Teaching;
  readonly lab: LabSession;
  /** The code: the heading of its page, or a line below another heading. */
  readonly as: 'h1' | 'p';
  readonly children: ReactNode;
}

/** How students come in, readable from the last row: address, code and QR code; and how many are here. */
export function Door({ teaching: { code, state, here }, lab, as: Code, children }: Props) {
  // Its addresses come with the lab.
  useLabState(lab);
  const shared = lab.addresses?.shared;
  return (
    <div className={styles.door}>
      {code !== null && <QrFigure className={styles.qr} text={addressOfClass(code, shared)} />}
      <div className={styles.way}>
        <p className={styles.address}>{shortAddress(shared)}</p>
        <Code className={styles.code}>
          <span className={styles.heard}>Class code </span>
          {code === null ? '…' : spelled(code)}
        </Code>
        <p className={styles.count} role="status">
          <StateNote state={state} />
          {state.kind === 'here' &&
            (here.length === 1 ? '1 student is here' : `${here.length} students are here`)}
        </p>
        {isForThisMachine(shared) && (
          <p className={styles.note}>
            Only this machine can open this address. For a class, start the server with{' '}
            <code>--host 0.0.0.0</code>.
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
