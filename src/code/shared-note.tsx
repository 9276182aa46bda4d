import { useEffect, useState } from 'react';
import { Button } from '../ui/Button';
import styles from './code-panel.module.css';
import type { CodeDesk, Texts } from './desk';
import { isShare, readShare } from './share';

/**
 * Code that came with the address is written into the editors, once, and never run: whoever opens a link reads it first. What
 * stood there can be had back.
 */
export function SharedNote({ desk }: { readonly desk: CodeDesk }) {
  const [state, setState] = useState<{ readonly before: Texts } | 'unreadable' | null>(null);
  useEffect(() => {
    const fragment = location.hash;
    if (!isShare(fragment)) return;
    // Taken once: reloading, or another step, does not bring it back over what was written since.
    history.replaceState(history.state, '', location.pathname + location.search);
    void readShare(fragment).then((texts) => {
      if (!texts) return setState('unreadable');
      setState({ before: desk.texts });
      desk.set(texts);
    });
  }, [desk]);
  if (!state) return null;
  return (
    <p className={styles.shared} role="status">
      {state === 'unreadable' ? (
        'The code in this link cannot be read: it may have been cut off on its way.'
      ) : (
        <>
          This code came with the link, and has not run: read it, then run it.
          <Button
            kind="quiet"
            onClick={() => {
              desk.set(state.before);
              setState(null);
            }}
          >
            Back to mine
          </Button>
        </>
      )}
    </p>
  );
}
