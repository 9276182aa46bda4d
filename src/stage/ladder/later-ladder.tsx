import { useRevision } from '../../capture/use-capture';
import { LaterNote } from '../../ui/LaterNote';
import { createLater, useLater } from '../../ui/later';
import type { LadderProps } from './ladder';
import styles from './later-ladder.module.css';

/** The ladder, which has nothing to show before there is traffic. */
export const ladder = createLater(async () => (await import('./ladder')).Ladder);

/** The ladder, once it has been fetched. */
export function Ladder(props: LadderProps) {
  const state = useLater(ladder);
  const isEmpty = props.capture.decoder.units.length === 0;
  useRevision(props.capture, { of: () => [Number(props.capture.decoder.units.length > 0)] });
  if (state.kind === 'here') return <state.part {...props} />;
  return (
    <section className={styles.later} aria-label="Ladder" data-part="ladder">
      {/* While nothing has come, nothing is waited for. */}
      {isEmpty && state.kind === 'coming' ? (
        <p>Nothing has been sent yet.</p>
      ) : (
        <LaterNote what="the ladder" later={ladder} state={state} />
      )}
    </section>
  );
}
