import { useCallback, useEffect, useRef, useState } from 'react';

/** How long it is said what came of it. */
const SAID_MS = 2500;

/** The link to what is on the page, and copying it. */
export interface CopyLink {
  readonly outcome: 'copied' | 'failed' | null;
  readonly copy: () => void;
  /** Sets what tells the address; the address bar's own until then. */
  readonly setAddress: (addressOf: () => string) => void;
}

export function useCopyLink(): CopyLink {
  const address = useRef<() => string>(() => location.href);
  const [outcome, setOutcome] = useState<CopyLink['outcome']>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = useCallback(() => {
    copyText(address.current()).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  }, []);
  const setAddress = useCallback((addressOf: () => string) => {
    address.current = addressOf;
  }, []);
  return { outcome, copy, setAddress };
}

/** Pages that came over plain HTTP from another machine, as in a class, have no clipboard of the newer kind. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement('textarea');
  const before = document.activeElement;
  box.value = text;
  document.body.append(box);
  box.select();
  const isDone = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  if (!isDone) throw new Error('The browser did not let the page copy.');
}
