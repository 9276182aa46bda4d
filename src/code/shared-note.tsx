import { useEffect, useState } from 'react';
import { Button } from '../ui/Button';
import styles from './code-panel.module.css';
import type { CodeDesk } from './desk';
import { isShare, readShare } from './share';
import type { Texts } from './texts';

/**
 * Loads code from the address into the editors, once, and never runs it: the reader of a link looks first. The previous
 * code can be restored.
 */
export function SharedNote({ desk }: { readonly desk: CodeDesk }) {
  const [state, setState] = useState<{ readonly before: Texts } | 'unreadable' | null>(null);
  useEffect(() => {
    const fragment = location.hash;
    if (!isShare(fragment)) return;
    // Removed from the address, so that a reload or another step does not overwrite later edits.
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
          This code came with the link: read it before you run it.
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
