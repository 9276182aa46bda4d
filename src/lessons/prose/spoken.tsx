import type { ReactNode } from 'react';
import styles from './prose.module.css';

/** A part of a result that is left out on a projector: the lecturer says it, and what it is about has the room. */
export function Spoken({ children }: { readonly children: ReactNode }) {
  return <span className={styles.spoken}>{children}</span>;
}
