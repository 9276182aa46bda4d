import { useId, useState } from 'react';
import { hexOf } from '../../protocol/text';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { bytes } from '../prose';
import { readHex } from './hex';
import styles from './raw-form.module.css';
import { wireBytes } from './requests';

/** Something to begin with. */
export interface RawTemplate {
  readonly name: string;
  readonly text: string;
  /** The text is hexadecimal. */
  readonly isHex?: true;
}

interface Props {
  /** The first is what the editor begins with; more than one become a menu. */
  readonly templates: readonly RawTemplate[];
  readonly isReady: boolean;
  /** What the button says. */
  readonly action?: string;
  readonly onSend: (wire: Uint8Array) => void;
}

/** Bytes written by hand: as text, where each line end is sent as CR LF, or in hexadecimal. */
export function RawForm({ templates, isReady, action = 'Send these bytes', onSend }: Props) {
  const editor = useId();
  const start = templates[0]?.text ?? '';
  const [chosen, setChosen] = useState(start);
  const [text, setText] = useState(start);
  const [mode, setMode] = useState<'text' | 'hex'>(templates[0]?.isHex ? 'hex' : 'text');
  const wire = mode === 'hex' ? readHex(text) : ({ kind: 'bytes', bytes: wireBytes(text) } as const);
  const problem = wire.kind === 'invalid' ? wire.message : null;
  const modeOf = (template: string) =>
    templates.some(({ text, isHex }) => text === template && isHex) ? 'hex' : 'text';
  const isUnchanged = text === chosen && mode === modeOf(chosen);
  const begin = (template: string) => {
    setChosen(template);
    setText(template);
    setMode(modeOf(template));
  };
  const change = (next: 'text' | 'hex') => {
    if (next === mode || wire.kind === 'invalid') return;
    setText(next === 'hex' ? hexOf(wire.bytes) : textOf(wire.bytes));
    setMode(next);
  };
  return (
    <div className={styles.editor} data-next data-unchanged={isUnchanged || undefined}>
      {templates.length > 1 && <Templates {...{ templates, chosen }} onChoose={begin} />}
      <div className={styles.head}>
        <label htmlFor={editor} className={styles.label}>
          Your bytes
        </label>
        <SegmentedControl
          label="Written as"
          value={mode}
          onChange={change}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'hex', label: 'Hex' },
          ]}
        />
      </div>
      <div className={styles.paper}>
        {mode === 'text' && <LineEnds text={text} />}
        <textarea
          id={editor}
          className={styles.text}
          data-mode={mode}
          value={text}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={problem !== null}
          aria-describedby={`${editor}-note`}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p id={`${editor}-note`} className={styles.note}>
        {problem ?? (wire.kind === 'bytes' && noteOn(wire.bytes, mode))}
      </p>
      <div className={styles.actions}>
        <Button
          kind="primary"
          disabled={!isReady || wire.kind === 'invalid' || wire.bytes.length === 0}
          onClick={() => wire.kind === 'bytes' && onSend(wire.bytes)}
        >
          {action}
        </Button>
        {!isUnchanged && (
          <Button kind="quiet" onClick={() => begin(chosen)}>
            Undo my changes
          </Button>
        )}
      </div>
    </div>
  );
}

interface TemplatesProps {
  readonly templates: readonly RawTemplate[];
  readonly chosen: string;
  readonly onChoose: (text: string) => void;
}

function Templates({ templates, chosen, onChoose }: TemplatesProps) {
  const id = useId();
  return (
    <div className={styles.head}>
      <label htmlFor={id} className={styles.label}>
        Begin with
      </label>
      <select
        id={id}
        className={styles.select}
        value={templates.find(({ text }) => text === chosen)?.name}
        onChange={({ target }) => onChoose(templates.find(({ name }) => name === target.value)?.text ?? '')}
      >
        {templates.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}

function noteOn(wire: Uint8Array, mode: 'text' | 'hex'): string {
  const size = `${bytes(wire.length)}.`;
  if (mode === 'hex') return `${size} Two digits are one byte.`;
  const isHttp = /^([A-Z]+ \S+ )?HTTP\//.test(textOf(wire));
  if (!isHttp) return `${size} Each line end is sent as the two bytes \\r\\n.`;
  const end = textOf(wire).includes('\n\n')
    ? 'The empty line ends the head.'
    : 'There is no empty line yet: the other end will wait for more.';
  return `${size} Each line end is sent as the two bytes \\r\\n. ${end}`;
}

const textOf = (wire: Uint8Array) => new TextDecoder().decode(wire).replaceAll('\r\n', '\n');

/** Behind the text, in the same places: what each line's end is on the wire. */
function LineEnds({ text }: { readonly text: string }) {
  const lines = text.split('\n');
  return (
    <div className={styles.ends} aria-hidden="true">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line's index is its key.
        <span key={index}>
          {line}
          {index < lines.length - 1 && <span className={styles.end}>{'\\r\\n'}</span>}
          {'\n'}
        </span>
      ))}
    </div>
  );
}
