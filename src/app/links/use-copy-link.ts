import { useCallback, useEffect, useRef, useState } from 'react';
import { forOthers } from '../../ui/address';
import { copyText } from '../../ui/copy-text';

/** How long it is said what came of it. */
const SAID_MS = 2500;

/** The link to what is on the page, and copying it. */
export interface CopyLink {
  readonly outcome: 'copied' | 'failed' | null;
  readonly copy: () => void;
  /** Sets what tells the address; the address bar's own until then. */
  readonly setAddress: (addressOf: () => string) => void;
}

/** `shared`: where others have the server. */
export function useCopyLink(shared: () => string | undefined): CopyLink {
  const address = useRef<() => string>(() => location.href);
  const [outcome, setOutcome] = useState<CopyLink['outcome']>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = useCallback(() => {
    void copyText(forOthers(address.current(), shared())).then((isDone) =>
      setOutcome(isDone ? 'copied' : 'failed'),
    );
  }, [shared]);
  const setAddress = useCallback((addressOf: () => string) => {
    address.current = addressOf;
  }, []);
  return { outcome, copy, setAddress };
}
