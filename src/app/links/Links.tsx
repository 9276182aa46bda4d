import { lazy, Suspense, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type AddressBar, LinkFollower } from './follow';
import type { View } from './view';

/** Fetched with the first link that is opened. */
const LinkNotice = lazy(() => import('./LinkNotice'));

// A class speaks of views, too: imported from here, what both need comes in one piece.
export { type Link, NO_LINK } from './link';
export { linkTo, selectionOf, stepNow, type View } from './view';

export interface LinksProps {
  readonly view: View;
  /** Told how to get the address of what is on the page at any moment. */
  readonly onAddress: (addressOf: () => string) => void;
}

/** Keeps the address bar and the page the same; says what an opened link waits for, or what is wrong with it. */
export default function Links({ view, onAddress }: LinksProps) {
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
  const { problems, waiting, found } = useSyncExternalStore(follower.subscribe, () => follower.state);
  const hasNews = problems.length > 0 || waiting !== null || found !== null;
  return (
    <div role="status">
      {hasNews && (
        <Suspense>
          <LinkNotice follower={follower} view={view} />
        </Suspense>
      )}
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
