import { useId } from 'react';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { type FrameDraft, type PayloadDraft, rewritten } from './draft';
import styles from './frame-builder.module.css';

interface Props {
  readonly draft: FrameDraft;
  readonly onChange: (change: Partial<FrameDraft>) => void;
}

/** The payload as text, as bytes, or as a mere size, and the length that the header claims. */
export function PayloadEditor({ draft, onChange }: Props) {
  const id = useId();
  const { payload, claims } = draft;
  const write = (text: string) => onChange({ payload: { ...payload, text } });
  return (
    <div className={styles.payload}>
      <div className={styles.line}>
        <label className={styles.label} htmlFor={id}>
          {payload.kind === 'filler' ? 'Payload: how many times the letter “a”' : 'Payload'}
        </label>
        <SegmentedControl
          label="Payload written as"
          value={payload.kind}
          onChange={(kind: PayloadDraft['kind']) => onChange({ payload: rewritten(payload, kind) })}
          options={[
            { value: 'text', label: 'Text', title: 'As UTF-8' },
            { value: 'hex', label: 'Hex', title: 'Two digits a byte' },
            { value: 'filler', label: 'Size', title: 'The letter “a”, repeated' },
          ]}
        />
      </div>
      {payload.kind === 'filler' ? (
        <input
          id={id}
          className={styles.input}
          inputMode="numeric"
          value={payload.text}
          onChange={({ target }) => write(target.value)}
        />
      ) : (
        <textarea
          id={id}
          className={styles.input}
          rows={2}
          value={payload.text}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={({ target }) => write(target.value)}
        />
      )}
      <label className={styles.claims}>
        <span className={styles.label}>Length stated in the header, if not the actual one</span>
        <input
          className={styles.input}
          inputMode="numeric"
          placeholder="actual length"
          value={claims}
          onChange={({ target }) => onChange({ claims: target.value })}
        />
      </label>
    </div>
  );
}
