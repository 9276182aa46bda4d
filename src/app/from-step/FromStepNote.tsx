import { Link } from '../Link';
import styles from './FromStepNote.module.css';
import type { FromStep } from './from-step';

/** Says which step the free lab was opened from, and leads back to it. */
export function FromStepNote({ from }: { readonly from: FromStep }) {
  return (
    <p className={styles.note} role="note">
      From the step “{from.step}” of the lesson “{from.lesson}”.
      {from.code && ' What you write here also appears in the lesson.'}{' '}
      <Link href={from.href}>Back to the step</Link>
    </p>
  );
}
