import { positionAt } from '../stage/wire/motion';
import { type Cable, type Capsule, type Playback, useScene } from '../timeline';
import { useFollow } from '../ui/use-follow';
import { useReducedMotion } from '../ui/use-media';
import { useHappened } from './use-happened';
import type { InstrumentParts } from './use-instrument';
import styles from './WireStrip.module.css';

interface Props {
  readonly instrument: InstrumentParts;
  /** Opens the wire itself. */
  readonly onShow: () => void;
}

/** The newest cable in miniature and the newest event as a sentence, where the wire itself does not fit. */
export function WireStrip({ instrument, onShow }: Props) {
  const { capture, playback } = instrument;
  const { cables } = useScene(capture, playback);
  const [newest] = useHappened(instrument, 1);
  const cable = cables.findLast(({ phase }) => phase !== 'ended') ?? cables.at(-1);
  return (
    <button type="button" className={styles.strip} onClick={onShow}>
      <span className={styles.name}>Wire: </span>
      <span className={styles.cable} data-phase={phaseOf(cable)} aria-hidden="true">
        {cable?.capsules.map((capsule) => (
          <Dot key={capsule.unit.id} capsule={capsule} playback={playback} />
        ))}
      </span>
      <span className={styles.sentence}>{newest ? capture.decoder.sentenceOf(newest) : silence(cable)}</span>
    </button>
  );
}

/** What its colour tells: a protocol that is not decoded looks like none. */
function phaseOf(cable: Cable | undefined): Cable['phase'] | 'none' {
  if (cable?.phase === 'duplex' && cable.after === 'bytes') return 'plain';
  return cable?.phase ?? 'none';
}

/** Shown while nothing has been sent. */
function silence(cable: Cable | undefined): string {
  if (!cable) return 'No connection yet.';
  return `A connection from port ${cable.connection.client.port}; nothing has been sent on it.`;
}

/** One unit in flight; stepped, it is shown half way and then at its end. */
function Dot({ capsule, playback }: { readonly capsule: Capsule; readonly playback: Playback }) {
  const isStepped = useReducedMotion();
  const { layer, sender } = capsule.unit;
  const dot = useFollow(playback.stage, (element: HTMLSpanElement, stage) => {
    const flown = positionAt(capsule, stage, isStepped);
    element.style.left = `${(sender === 'client' ? flown : 1 - flown) * 100}%`;
  });
  return <span ref={dot} className={styles.dot} data-layer={layer} data-from={sender} />;
}
