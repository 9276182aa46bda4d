import { useEffect, useRef, useState } from 'react';
import type { LabSession } from '../lab/session';
import { type ImpairmentChange, UNIMPAIRED } from '../protocol/feed';
import type { Setup } from './from-step/setups';
import { Impairments } from './Impairments';
import styles from './Workbench.module.css';

interface Props {
  readonly lab: LabSession;
  readonly isReady: boolean;
  /** What to begin with. */
  readonly setup: Setup;
}

/** Impairs everything that is opened from now on, until the page is left. */
export function NextImpairments({ lab, isReady, setup: { delayMs = 0, refusesUpgrades = false } }: Props) {
  const [impairment, setImpairment] = useState({ ...UNIMPAIRED, delayMs });
  const [refuses, setRefuses] = useState(refusesUpgrades);
  const isImpaired = useRef(false);
  const impair = (change: ImpairmentChange & { readonly refusesUpgrades?: boolean }) => {
    isImpaired.current = true;
    return lab.impair('next', change);
  };
  const begin = useRef(() => {
    if (delayMs > 0 || refusesUpgrades) void impair({ delayMs, refusesUpgrades }).catch(() => undefined);
  });
  useEffect(() => {
    if (isReady) begin.current();
  }, [isReady]);
  // Lessons open connections in the same lab.
  useEffect(
    () => () => {
      if (isImpaired.current)
        lab.impair('next', { ...UNIMPAIRED, refusesUpgrades: false }).catch(() => undefined);
    },
    [lab],
  );
  const refuse = (refusesUpgrades: boolean) => {
    setRefuses(refusesUpgrades);
    impair({ refusesUpgrades }).catch(() => setRefuses(!refusesUpgrades));
  };
  return (
    <>
      <Impairments
        to="new connections"
        impairment={impairment}
        limits={lab.limits}
        isDisabled={!isReady}
        onChange={async (change) => {
          await impair(change);
          setImpairment({ ...impairment, ...change });
        }}
      />
      <label className={`${styles.check} ${styles.rare}`}>
        <input
          type="checkbox"
          checked={refuses}
          disabled={!isReady}
          onChange={({ target }) => refuse(target.checked)}
        />
        <span>Let the server refuse upgrades (503)</span>
      </label>
    </>
  );
}
