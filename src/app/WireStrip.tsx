import { SENTENCES } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import { useHappened } from '../timeline/use-happened';
import { Lanes } from './Lanes';
import { newestEnd } from './newest-end';
import type { InstrumentParts } from './use-instrument';
import styles from './WireStrip.module.css';

interface Props {
  readonly instrument: InstrumentParts;
  /** Opens the wire itself. */
  readonly onShow: () => void;
}

/** The newest cables in miniature and the newest event as a sentence, where the wire itself does not fit. */
export function WireStrip({ instrument, onShow }: Props) {
  return (
    <button type="button" className={styles.strip} data-part="strip" onClick={onShow}>
      <span className={styles.name}>Wire: </span>
      <Lanes {...instrument} />
      <span className={styles.sentence}>
        <Newest instrument={instrument} />
      </span>
    </button>
  );
}

/** The newest event as a sentence: what was sent, or how a connection ended. */
export function Newest({ instrument }: Pick<Props, 'instrument'>) {
  const { capture, playback, since = 0 } = instrument;
  const openOne = () =>
    capture.connections.findLast(({ closedAt, openedAt }) => closedAt === null && openedAt >= since);
  const ended = () => {
    const now = playback.now.get();
    // Whoever goes back to what was before sees that.
    return newestEnd(capture, now, now < since ? 0 : since);
  };
  useRevision(capture, { of: () => [openOne()?.id ?? 0, ended()?.at ?? 0], playback, pace: SENTENCES });
  const [newest] = useHappened(capture, playback, 1);
  const end = ended();
  if (end && (!newest || newest.at <= end.at)) return end.sentence;
  if (newest && (newest.at >= since || playback.now.get() < since)) return capture.decoder.sentenceOf(newest);
  const connection = openOne();
  if (!connection) return newest ? 'Nothing sent yet.' : 'No connection yet.';
  return `A connection from port ${connection.client.port}; nothing has been sent on it.`;
}
