import type { ReactNode } from 'react';
import styles from './LabNotice.module.css';

interface Props {
  readonly kind: 'passing' | 'trouble';
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

/** A sentence above the page. */
export function Notice({ kind, title, text, action }: Props) {
  return (
    <div className={styles.notice} data-kind={kind}>
      <p>
        <strong>{title}.</strong> {text}
      </p>
      {action}
    </div>
  );
}
