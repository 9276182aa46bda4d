import { useMemo } from 'react';
import { AT_FIRST } from './model';
import { ModelBar } from './model-bar';
import { ModelBytes } from './model-bytes';
import { ModelLadder } from './model-ladder';
import styles from './model-view.module.css';
import type { ModelPlayer } from './player';
import { happeningsOf, modelTime } from './say';
import { usePlayerState } from './use-player';

interface Props {
  readonly player: ModelPlayer;
  /** Tells this run from others. */
  readonly name: string;
}

/** A playable run of the model. It never looks like live traffic, and always says that it is not. */
export function ModelView({ player, name }: Props) {
  const { run, passed } = usePlayerState(player);
  const happenings = useMemo(() => happeningsOf(run), [run]);
  const last = happenings[passed - 1];
  return (
    <figure className={styles.frame} data-model aria-label="Model of TCP: simulated, not your connection">
      <figcaption className={styles.title}>MODEL: simulated, not your connection</figcaption>
      <div className={styles.inside}>
        <div className={styles.drawing}>
          <p className={styles.heads} aria-hidden="true">
            <span>sender</span>
            <span>receiver</span>
            <span>its application</span>
          </p>
          <ModelLadder player={player} />
        </div>
        <div className={styles.told}>
          <p className={styles.now} aria-live="polite">
            {last ? last.sentences.join(' ') : 'Nothing has been sent yet.'}
          </p>
          <ModelBytes setting={run.setting} state={last?.state ?? AT_FIRST} />
          <details className={styles.list}>
            <summary>Every event so far, as text</summary>
            <ol>
              {happenings.slice(0, passed).map(({ at, sentences }) => (
                <li key={at}>
                  <b>{modelTime(at)}</b> {sentences.join(' ')}
                </li>
              ))}
            </ol>
          </details>
        </div>
      </div>
      <div className={styles.bar}>
        <ModelBar player={player} name={name} />
      </div>
    </figure>
  );
}

/** Brings the model within this element into sight. */
export function showModel(element: HTMLElement | null): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const model = element?.querySelector('figure');
  model?.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
}
