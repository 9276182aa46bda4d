import type { Capture } from '../capture/capture';
import { type Playback, timetableOf } from '../timeline';
import { innermostOf } from './innermost';

/** A screen reader needs about this long for one sentence. */
export const PAUSE_MS = 2500;

/**
 * Has `say` say what the playhead reaches, one plain sentence at a time and never sooner than `PAUSE_MS` after the last;
 * what comes meanwhile becomes one sentence and a number. Returns what stops it.
 */
export function announce(
  capture: Capture,
  { now }: Pick<Playback, 'now'>,
  say: (sentence: string) => void,
): () => void {
  let said = now.get();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sayNews = () => {
    timer = undefined;
    const news = newsBetween(capture, said, now.get());
    said = now.get();
    if (!news) return;
    say(news);
    timer = setTimeout(sayNews, PAUSE_MS);
  };
  // The first is said at once; what comes while it is being said waits.
  const stop = now.on('change', () => timer === undefined && sayNews());
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** What was sent in `(from, to]`, as text; null when nothing was. */
export function newsBetween(capture: Capture, from: number, to: number): string | null {
  const { moments, flights } = timetableOf(capture);
  let first = -1;
  let count = 0;
  for (let i = moments.countUpTo(from); i < moments.countUpTo(to); i++) {
    const ref = moments.ref[i]!;
    if (ref < 0 || ref % 2 !== 0) continue;
    if (count === 0) first = ref / 2;
    count++;
  }
  if (count === 0) return null;
  const sentence = capture.decoder.sentenceOf(innermostOf(capture.decoder, flights[first]!.unit));
  return count === 1 ? sentence : `${sentence} And ${count - 1} more.`;
}
