import { Button } from '../../ui/Button';
import type { FrameDraft } from './draft';
import styles from './frame-builder.module.css';
import { OPCODE_NAMES } from './frame-spec';
import type { Frames } from './use-frames';

interface Props {
  readonly frames: Frames;
  /** The index of the frame that breaks a rule. */
  readonly broken: number | null;
}

/** The frames in the order in which they are sent: one is shown, each can be moved or removed. */
export function FrameList({ frames, broken }: Props) {
  const { all, current } = frames;
  return (
    <div className={styles.frames}>
      <ol className={styles.list} aria-label="Frames, in the order of sending">
        {all.map(({ id, draft }, index) => (
          <li key={id} className={styles.frame} data-current={id === current.id}>
            <button
              type="button"
              className={styles.look}
              aria-pressed={id === current.id}
              aria-label={`Frame ${index + 1}: ${frameLabel(draft)}${index === broken ? ', breaks a rule' : ''}`}
              onClick={() => frames.look(id)}
            >
              <span className={styles.number}>{index + 1}</span>
              {frameLabel(draft)}
              {index === broken && <span className={styles.broken}>✗</span>}
            </button>
            {all.length > 1 && (
              <span className={styles.moves}>
                <Move index={index} way="earlier" isOff={index === 0} onClick={() => frames.move(id, -1)} />
                <Move
                  index={index}
                  way="later"
                  isOff={index === all.length - 1}
                  onClick={() => frames.move(id, 1)}
                />
                <button
                  type="button"
                  className={styles.move}
                  aria-label={`Remove frame ${index + 1}`}
                  onClick={() => frames.remove(id)}
                >
                  ×
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      <Button kind="quiet" onClick={frames.add}>
        Add a frame
      </Button>
    </div>
  );
}

interface MoveProps {
  readonly index: number;
  readonly way: 'earlier' | 'later';
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function Move({ index, way, isOff, onClick }: MoveProps) {
  return (
    <button
      type="button"
      className={styles.move}
      disabled={isOff}
      aria-label={`Move frame ${index + 1} ${way}`}
      onClick={onClick}
    >
      {way === 'earlier' ? '↑' : '↓'}
    </button>
  );
}

/** "text, FIN 0": tells frames apart in a list. */
function frameLabel({ opcode, fin, masked, rsv1, rsv2, rsv3 }: FrameDraft): string {
  const marks = [
    ...(fin ? [] : ['FIN 0']),
    ...(rsv1 ? ['RSV1'] : []),
    ...(rsv2 ? ['RSV2'] : []),
    ...(rsv3 ? ['RSV3'] : []),
    ...(masked ? [] : ['not masked']),
  ];
  return [OPCODE_NAMES[opcode], ...marks].join(', ');
}
