import type { ReactNode } from 'react';
import styles from './Message.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page with a message only: what happened, and what to do. */
export function Message({ title, children }: Props) {
  return (
    <div className={styles.message}>
      <h1 className={styles.title} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
