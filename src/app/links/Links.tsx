import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Button } from '../../ui/Button';
import { type AddressBar, LinkFollower } from './follow';
import styles from './Links.module.css';
import { offerFor } from './offer';
import { spoken } from './slug';
import type { View } from './view';

// A class speaks of views, too: imported from here, what both need comes in one piece.
export { type Link, NO_LINK } from './link';
export { linkTo, selectionOf, stepNow, type View } from './view';

interface Props {
  readonly view: View;
  /** Told how to get the address of what is on the page at any moment. */
  readonly onAddress: (addressOf: () => string) => void;
}

/** Keeps the address bar and the page the same; says what an opened link waits for, or what is wrong with it. */
export default function Links({ view, onAddress }: Props) {
  const { capture, playback, pointing } = view.instrument;
  const { run } = view;
  const follower = useMemo(
    () => new LinkFollower({ instrument: { capture, playback, pointing }, run }, addressBar()),
    [capture, playback, pointing, run],
  );
  useEffect(() => {
    const path = location.pathname;
    const onPop = () => location.pathname === path && follower.open();
    const stop = follower.start();
    addEventListener('popstate', onPop);
    onAddress(() => location.origin + path + follower.search);
    return () => {
      removeEventListener('popstate', onPop);
      stop();
    };
  }, [follower, onAddress]);
  return (
    <div role="status">
      <Notice follower={follower} view={view} />
    </div>
  );
}

function Notice({ follower, view }: { readonly follower: LinkFollower; readonly view: View }) {
  const state = useSyncExternalStore(follower.subscribe, () => follower.state);
  useSyncExternalStore(
    (listener) => view.run?.subscribe(listener) ?? (() => {}),
    () => view.run?.revision,
  );
  if (state.problems.length > 0) {
    return (
      <div className={styles.notice}>
        <p>
          <strong>Not all of this link can be opened.</strong> {state.problems.join(' ')} What is here works
          as ever.
        </p>
        <Button onClick={() => follower.dismiss()}>I see</Button>
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
          Do not wait
        </Button>
      </span>
    </div>
  );
}

/** Only of the page on which it was made: another one has its own. */
function addressBar(): AddressBar {
  const path = location.pathname;
  const set = (how: 'pushState' | 'replaceState', search: string, hash = '') => {
    if (location.pathname === path) history[how](null, '', path + search + hash);
  };
  return {
    get search() {
      return location.search;
    },
    // Code in the fragment may not have been read yet: its editor comes later.
    replace: (search) => set('replaceState', search, location.hash),
    push: (search) => set('pushState', search),
  };
}
