import { hexOf } from '../../protocol/text';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import type { Border } from './first-frame';
import styles from './upgraded.module.css';

const HTTP_BYTES = 4;
/** A short text, masked, has no more. */
const FRAME_BYTES = 16;

interface Props {
  readonly title: string;
  readonly border: Border;
}

/** The last bytes of HTTP and the first of what follows, as they passed in one direction. */
export function BorderFigure({ title, border }: Props) {
  const { http, frame } = border;
  const end = http.end - http.start;
  const shown = Math.min(FRAME_BYTES, frame.end - frame.start);
  const { run } = useLesson();
  const text = new TextDecoder().decode(run.capture.decoder.contentOf(frame));
  return (
    <figure className={styles.border}>
      <figcaption>{title}</figcaption>
      <div className={styles.bytes}>
        <Bytes unit={http} start={end - HTTP_BYTES} end={end - 2} name="line end" />
        <Bytes unit={http} start={end - 2} end={end} name="empty line" />
        <span className={styles.edge} aria-hidden="true" />
        <Bytes
          unit={frame}
          start={0}
          end={shown}
          name={`frame: “${text}”`}
          isCut={frame.end - frame.start > shown}
        />
      </div>
    </figure>
  );
}

interface BytesProps {
  readonly unit: Border['http'];
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isCut?: boolean;
}

function Bytes({ unit, start, end, name, isCut = false }: BytesProps) {
  const { run } = useLesson();
  const range = { start, end };
  return (
    <span className={styles.part}>
      <Phrase unit={unit} range={range}>
        <span className={styles.hex}>{hexOf(run.capture.decoder.bytesOf(unit, range))}</span>
      </Phrase>
      {isCut && ' …'}
      <span className={styles.name}>{name}</span>
    </span>
  );
}
