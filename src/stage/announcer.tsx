import { useEffect, useState } from 'react';
import type { Capture } from '../capture/capture';
import { type Playback, trackOf } from '../timeline';
import styles from './announcer.module.css';
import { topOf } from './top';

/** A screen reader needs about this long for one sentence. */
const PAUSE_MS = 2500;

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** Says each event as one plain sentence as the playhead reaches it; many at once become one sentence and a number. */
export function Announcer({ capture, playback }: Props) {
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    let said = playback.now.get();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      const news = newsBetween(capture, said, playback.now.get());
      said = playback.now.get();
      if (!news) return;
      setSentence(news);
      timer = setTimeout(say, PAUSE_MS);
    };
    // The first is said at once; what comes while it is being said waits.
    const stop = playback.now.on('change', () => timer === undefined && say());
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [capture, playback]);
  return (
    <p className={styles.announcer} aria-live="polite">
      {sentence}
    </p>
  );
}

/** What was sent in `(from, to]`, as text; null when nothing was. */
export function newsBetween(capture: Capture, from: number, to: number): string | null {
  const { moments, flights } = trackOf(capture);
  const sent: number[] = [];
  for (let i = moments.countUpTo(from); i < moments.countUpTo(to); i++) {
    const ref = moments.ref[i]!;
    if (ref >= 0 && ref % 2 === 0) sent.push(ref / 2);
  }
  const [first] = sent;
  if (first === undefined) return null;
  const sentence = capture.decoder.sentenceOf(topOf(capture.decoder, flights[first]!.unit));
  return sent.length === 1 ? sentence : `${sentence} And ${sent.length - 1} more.`;
}
