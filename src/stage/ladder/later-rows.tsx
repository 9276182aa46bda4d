import type { ComponentProps } from 'react';
import { LaterNote } from '../../ui/LaterNote';
import { createLater, useLater } from '../../ui/later';
import styles from './ladder.module.css';

/** The arrows of the ladder: nothing is drawn before there is traffic. */
export const ladderRows = createLater(async () => (await import('./ladder-rows')).LadderRows);

type Props = ComponentProps<typeof import('./ladder-rows').LadderRows>;

/** The rows, once they have been fetched. */
export function LadderRows(props: Props) {
  const state = useLater(ladderRows);
  if (state.kind === 'here') return <state.part {...props} />;
  return (
    <p className={styles.empty}>
      <LaterNote what="the arrows" later={ladderRows} state={state} />
    </p>
  );
}
