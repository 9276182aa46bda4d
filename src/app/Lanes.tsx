import { positionAt } from '../stage/wire/motion';
import { type Cable, type Capsule, type Playback, useScene } from '../timeline';
import { useFollow } from '../ui/use-follow';
import { useReducedMotion } from '../ui/use-media';
import styles from './Lanes.module.css';
import type { InstrumentParts } from './use-instrument';

/** As many as can be told apart in one line. */
const MOST = 6;

/** The newest cables in miniature, one lane each, with all that is on its way. For sight only. */
export function Lanes({ capture, playback, since = 0 }: InstrumentParts) {
  const { cables } = useScene(capture, playback);
  const open = cables.filter(({ phase }) => phase !== 'ended').slice(-MOST);
  const ended = cables.slice(-1).filter(({ connection }) => connection.openedAt >= since);
  const shown = open.length > 0 ? open : ended;
  return (
    <span className={styles.lanes} aria-hidden="true" data-many={shown.length > 1 || undefined}>
      {shown.map((cable) => (
        <Lane key={cable.connection.id} cable={cable} playback={playback} />
      ))}
      {shown.length === 0 && <span className={styles.cable} data-phase="none" />}
    </span>
  );
}

function Lane({ cable, playback }: { readonly cable: Cable; readonly playback: Playback }) {
  return (
    <span className={styles.cable} data-phase={phaseOf(cable)}>
      {cable.capsules.map((capsule) => (
        <Dot key={capsule.unit.id} capsule={capsule} playback={playback} />
      ))}
    </span>
  );
}

/** One unit in flight; stepped, it is shown half way and then at its end. */
function Dot({ capsule, playback }: { readonly capsule: Capsule; readonly playback: Playback }) {
  const isStepped = useReducedMotion();
  const { layer, sender } = capsule.unit;
  const dot = useFollow(playback.stage, (element: HTMLSpanElement, stage) => {
    const flown = positionAt(capsule, stage, isStepped);
    // Between the round ends.
    element.style.left = `calc(10px + (100% - 20px) * ${sender === 'client' ? flown : 1 - flown})`;
  });
  return <span ref={dot} className={styles.dot} data-layer={layer} data-from={sender} />;
}

/** What its colour tells: a protocol that is not decoded looks like none. */
function phaseOf({ phase, after }: Cable): Cable['phase'] {
  return phase === 'duplex' && after === 'bytes' ? 'plain' : phase;
}
