import type { CSSProperties } from 'react';
import { FIRST_SEQ, type ModelSetting, type ModelState } from './model';
import styles from './model-bytes.module.css';

interface Props {
  readonly setting: ModelSetting;
  readonly state: ModelState;
}

/** The same bytes in three places, each under its sequence number: written, held in the receive buffer, read. */
export function ModelBytes({ setting, state }: Props) {
  const sent = [...setting.segments.join('')];
  const held = new Map(
    state.held.flatMap(({ seq, text }) => [...text].map((letter, index) => [seq + index, letter] as const)),
  );
  const heldText = state.held.map(({ seq, text }) => `${text} from byte ${seq}`).join(', ');
  const isWaiting = state.held.length > 0;
  return (
    <div className={styles.bytes} style={{ '--count': sent.length } as CSSProperties}>
      <Row
        name="The sender wrote"
        note={
          state.una > FIRST_SEQ
            ? `everything before byte ${state.una} acknowledged`
            : 'nothing acknowledged yet'
        }
        says={sent.join('')}
        cells={sent.map((letter, index) => [
          letter,
          index + FIRST_SEQ < state.una ? 'acknowledged' : 'written',
        ])}
      />
      <Row
        name="Receive buffer"
        note={isWaiting ? `byte ${state.expected} is missing` : 'holds nothing'}
        says={isWaiting ? heldText : 'empty'}
        cells={sent.map((_, index) => {
          const seq = index + FIRST_SEQ;
          const isHole =
            isWaiting && seq >= state.expected && !held.has(seq) && seq < Math.max(...held.keys());
          return [held.get(seq) ?? '', held.has(seq) ? 'held' : isHole ? 'missing' : 'none'];
        })}
      />
      <Row
        name="The application read"
        note={`${state.read.length} of ${sent.length} bytes`}
        says={state.read || 'nothing yet'}
        cells={sent.map((_, index) => {
          const letter = state.read[index];
          return letter === undefined ? ['', 'none'] : [letter, 'read'];
        })}
      />
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly note: string;
  /** For screen readers. */
  readonly says: string;
  readonly cells: readonly (readonly [letter: string, state: string])[];
}

function Row({ name, note, says, cells }: RowProps) {
  return (
    <div className={styles.row}>
      <p className={styles.name}>
        <strong>{name}</strong> <span>{note}</span>
      </p>
      <p className={styles.says}>{says}</p>
      <div className={styles.cells} aria-hidden="true" data-drawing>
        {cells.map(([letter, state], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a byte's index is its key.
          <span key={index} className={styles.cell} data-state={state}>
            {letter}
          </span>
        ))}
      </div>
    </div>
  );
}
