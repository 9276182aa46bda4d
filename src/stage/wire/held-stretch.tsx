import type { Capsule, Playback } from '../../timeline';
import { useFollow } from '../../ui/use-follow';
import { formatSpan } from '../format';
import styles from './held-stretch.module.css';

interface Props {
  readonly capsule: Capsule;
  readonly playback: Playback;
}

/**
 * The part of a flight that the lab added, at the server's end, where it holds the bytes; hatched during the flight. The
 * cable's caption says how long that is.
 */
export function HeldStretch({ capsule, playback }: Props) {
  const { leave, land, heldShare, heldMicros } = capsule;
  const stretch = useFollow(playback.stage, (element: HTMLSpanElement, stage) => {
    element.style.opacity = stage >= leave && stage < land ? '1' : '0';
  });
  return (
    <span
      ref={stretch}
      className={styles.held}
      title={`held ${formatSpan(heldMicros)} by the lab`}
      style={{ width: `${(heldShare * 100).toFixed(2)}%` }}
    />
  );
}
