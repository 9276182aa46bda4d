import { useEffect, useSyncExternalStore } from 'react';
import { Button } from '../../ui/Button';
import { isInClass } from '../class/in-class';
import type { LinkFollower } from './follow';
import styles from './LinkNotice.module.css';
import { offerFor } from './offer';
import { spoken } from './slug';
import type { View } from './view';

/** Says what an opened link has found, what it waits for, or what is wrong with it. */
export default function LinkNotice({
  follower,
  view,
}: {
  readonly follower: LinkFollower;
  readonly view: View;
}) {
  const state = useSyncExternalStore(follower.subscribe, () => follower.state);
  useSyncExternalStore(
    (listener) => view.run?.subscribe(listener) ?? (() => {}),
    () => view.run?.revision,
  );
  // In a class, nobody has opened a link: the address is that of what was selected before the page was loaded again.
  const isLed = state.waiting !== null && isInClass('');
  useEffect(() => {
    if (isLed) follower.dismiss();
  }, [follower, isLed]);
  if (isLed) return null;
  if (state.problems.length > 0) {
    return (
      <div className={styles.notice}>
        <p>
          <strong>Not all of this link can be opened.</strong> {state.problems.join(' ')} Everything here
          works as usual.
        </p>
        <Button onClick={() => follower.dismiss()}>Close</Button>
      </div>
    );
  }
  if (state.waiting === null) {
    return state.found && <p className={styles.heard}>Selected: {state.found}.</p>;
  }
  const { unit, field } = state.waiting;
  const { text, action } = offerFor(view, state.waiting);
  return (
    <div className={styles.notice}>
      <p>
        <strong>This link points at {spoken(unit ?? '')}</strong>
        {field && (
          <>
            , its field <code>{field}</code>
          </>
        )}
        . {text}
      </p>
      <span className={styles.actions}>
        {action && (
          <Button kind="primary" onClick={action.run}>
            {action.label}
          </Button>
        )}
        <Button kind="quiet" onClick={() => follower.dismiss()}>
          Stop waiting
        </Button>
      </span>
    </div>
  );
}
