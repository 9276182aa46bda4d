import { useEffect, useState } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline';
import { announce } from './announce';
import styles from './announcer.module.css';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** Announces each event as a sentence when the playhead reaches it; a burst becomes one sentence and a number. */
export function Announcer({ capture, playback }: Props) {
  const [said, setSaid] = useState({ count: 0, sentence: '' });
  useEffect(
    () => announce(capture, playback, (sentence) => setSaid(({ count }) => ({ count: count + 1, sentence }))),
    [capture, playback],
  );
  return (
    <div className={styles.announcer} aria-live="polite">
      {/* A new element each time: unchanged text is not read again, but a second ping is news. */}
      <p key={said.count}>{said.sentence}</p>
    </div>
  );
}
