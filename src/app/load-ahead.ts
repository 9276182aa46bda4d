import { unitView } from '../inspector';
import { rawForm } from '../lessons/parts/raw-editor';
import { terms } from '../lessons/prose';
import { corsRules } from '../protocol/cors-source';
import { openingRules } from '../protocol/handshake-check';
import { httpFaults } from '../protocol/http-faults-source';
import { inflaterSource } from '../protocol/inflater-source';
import { websocketHints } from '../protocol/websocket-hints-source';
import { ladder } from '../stage';

/** A page that has been open for so long is loaded, and has time to spare. */
const QUIET_MS = 2000;

const ACTIONS = ['pointerdown', 'keydown'] as const;

/**
 * Fetches what comes next before someone waits for it: the ladder, the view that takes a unit apart, the
 * explanations, the inflater, the rules of HTTP, of the opening handshake and of CORS, the likely causes of broken frames, the editor
 * of raw bytes, orders to the lab, the state of challenges, optional tasks, sources, what is said of a cable and of faults. It begins with the student's first press, since
 * traffic needs more than one. What fails here is fetched again when it is needed, and the failure is told then. Returns how to stop.
 */
export function loadAhead(): () => void {
  const timer = setTimeout(fetchAll, QUIET_MS);
  for (const action of ACTIONS) addEventListener(action, fetchAll);
  function stop() {
    clearTimeout(timer);
    for (const action of ACTIONS) removeEventListener(action, fetchAll);
  }
  function fetchAll() {
    stop();
    ladder.fetch();
    unitView.fetch();
    terms.fetch();
    rawForm.fetch();
    // Fetched in the middle of an experiment, they would leave a connection that its requests could use.
    for (const load of [
      () => import('../lab/orders'),
      () => import('../lessons/panel/challenge-state'),
      () => import('../lessons/panel/not-judged'),
      () => import('../lessons/panel/optional-tasks'),
      () => import('../lessons/panel/sources-view'),
      () => import('../stage/transport/fault-keys'),
      () => import('../stage/wire/cable-facts'),
      () => import('../stage/wire/history'),
    ])
      load().catch(() => undefined);
    for (const part of [inflaterSource, httpFaults, openingRules, corsRules, websocketHints])
      part.fetch().catch(() => undefined);
  }
  return stop;
}
