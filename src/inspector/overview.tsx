import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import { useHappened } from '../timeline/use-happened';
import { Button } from '../ui/Button';
import styles from './inspector.module.css';
import { nameOfUnit } from './names';

interface Props {
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly playback: Playback;
}

/** Shown while nothing is selected: the newest unit before the playhead, and how to select it. */
export function Overview({ capture, pointing, playback }: Props) {
  const [newest] = useHappened(capture, playback, 1);
  return (
    <section className={styles.inspector} aria-label="Inspector">
      <div className={styles.overview}>
        <h2 className={styles.title}>Nothing is selected</h2>
        <p className={styles.empty}>
          Choose anything on the wire or in the ladder. Here you see what it is made of: the layers it is
          wrapped in, its fields, its bytes, and the line of code behind it.
        </p>
        {newest && (
          <>
            <p className={styles.newest} data-layer={newest.layer}>
              <span>The newest on the wire</span>
              <strong>{nameOfUnit(capture, newest)}</strong>
              {capture.decoder.sentenceOf(newest)}
            </p>
            <Button onClick={() => pointing.select({ unit: newest, range: null })}>Look inside it</Button>
          </>
        )}
      </div>
    </section>
  );
}
