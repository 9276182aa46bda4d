import { unitView } from '../inspector';
import { terms } from '../lessons/prose';
import { inflaterSource } from '../protocol/inflater-source';

/** A page that has been open for so long is loaded, and has time to spare. */
const QUIET_MS = 2000;

/**
 * Fetches what comes next before someone waits for it: the view that takes a unit apart, the explanations, the inflater.
 * What fails here is fetched again when it is needed, and the failure is told then. Returns how to stop.
 */
export function loadAhead(): () => void {
  const timer = setTimeout(() => {
    unitView.fetch();
    terms.fetch();
    inflaterSource.fetch().catch(() => undefined);
  }, QUIET_MS);
  return () => clearTimeout(timer);
}
