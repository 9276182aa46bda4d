import { useId } from 'react';
import { Button } from '../../ui/Button';
import { useLater } from '../../ui/later';
import { terms } from '../prose';
import { type FrameDraft, randomKey, specOf } from './draft';
import { bitsOf, formOf, type LengthForm, OPCODE_NAMES, saidLength, shortestForm } from './frame-spec';
import styles from './header-figure.module.css';

interface Props {
  readonly draft: FrameDraft;
  readonly onChange: (change: Partial<FrameDraft>) => void;
}

const FLAGS = [
  ['fin', 'FIN'],
  ['rsv1', 'RSV1'],
  ['rsv2', 'RSV2'],
  ['rsv3', 'RSV3'],
] as const;

/** The header as RFC 6455 §5.2 draws it, a byte or two per row; each bit can be set. */
export function HeaderFigure({ draft, onChange }: Props) {
  const ready = specOf(draft);
  const spec = ready.kind === 'frame' ? ready.spec : null;
  const form = spec ? formOf(spec) : 7;
  const length = spec ? saidLength(spec) : 0;
  const length7 = form === 7 ? length : form === 16 ? 126 : 127;
  return (
    <div className={styles.box}>
      <fieldset className={styles.figure} aria-label="The frame’s header (RFC 6455 §5.2)">
        {FLAGS.map(([flag, name]) => (
          <Bit
            key={flag}
            name={name}
            term={flag}
            isOn={draft[flag]}
            onToggle={(isOn) => onChange({ [flag]: isOn })}
          />
        ))}
        <Opcode opcode={draft.opcode} onChange={(opcode) => onChange({ opcode })} />
        <Bit name="MASK" term="mask" isOn={draft.masked} onToggle={(masked) => onChange({ masked })} />
        <LengthCell
          length7={length7}
          shortest={shortestForm(length)}
          form={draft.form}
          onChange={(next) => onChange({ form: next })}
        />
        {form !== 7 && (
          <div className={styles.wide}>
            <span className={styles.value}>{length.toLocaleString('en-US')}</span>
            <span className={styles.name}>extended payload length, {form} bits</span>
          </div>
        )}
        {draft.masked && <KeyCell draftKey={draft.key} onChange={(key) => onChange({ key })} />}
      </fieldset>
    </div>
  );
}

interface BitProps {
  readonly name: string;
  readonly term: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

function Bit({ name, term, isOn, onToggle }: BitProps) {
  const state = useLater(terms);
  return (
    <button
      type="button"
      className={styles.bit}
      aria-pressed={isOn}
      aria-label={name}
      title={state.kind === 'here' ? state.part.termOf(term).text : undefined}
      onClick={() => onToggle(!isOn)}
    >
      <span className={styles.digit}>{+isOn}</span>
      <span className={styles.name}>{name}</span>
    </button>
  );
}

function Opcode({
  opcode,
  onChange,
}: {
  readonly opcode: number;
  readonly onChange: (opcode: number) => void;
}) {
  const id = useId();
  return (
    <div className={styles.opcode}>
      <span className={styles.digits}>{bitsOf(opcode, 4)}</span>
      <select
        id={id}
        aria-label="Opcode"
        className={styles.select}
        value={opcode}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {OPCODE_NAMES.map((name, value) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an opcode is its number.
          <option key={value} value={value}>
            0x{value.toString(16)} {name}
          </option>
        ))}
      </select>
      <label htmlFor={id} className={styles.name}>
        opcode
      </label>
    </div>
  );
}

interface LengthProps {
  readonly length7: number;
  readonly shortest: LengthForm;
  readonly form: LengthForm | null;
  readonly onChange: (form: LengthForm | null) => void;
}

const FORM_NAMES: Readonly<Record<LengthForm, string>> = {
  7: '7 bits',
  16: '7 + 16 bits',
  64: '7 + 64 bits',
};

function LengthCell({ length7, shortest, form, onChange }: LengthProps) {
  const id = useId();
  const isChosen = form !== null && form > shortest;
  return (
    <div className={styles.length}>
      <span className={styles.digits}>
        {bitsOf(length7, 7)} <span className={styles.number}>{length7}</span>
      </span>
      <select
        id={id}
        aria-label="Length form"
        className={styles.select}
        value={isChosen ? form : 'shortest'}
        onChange={({ target }) =>
          onChange(target.value === 'shortest' ? null : (Number(target.value) as LengthForm))
        }
      >
        <option value="shortest">{FORM_NAMES[shortest]}, the shortest</option>
        {([16, 64] as const)
          .filter((longer) => longer > shortest)
          .map((longer) => (
            <option key={longer} value={longer}>
              {FORM_NAMES[longer]}
            </option>
          ))}
      </select>
      <label htmlFor={id} className={styles.name}>
        payload length
      </label>
    </div>
  );
}

function KeyCell({
  draftKey,
  onChange,
}: {
  readonly draftKey: string;
  readonly onChange: (key: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.wide}>
      <span className={styles.keyLine}>
        <input
          id={id}
          className={styles.key}
          value={draftKey}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={({ target }) => onChange(target.value)}
        />
        <Button kind="quiet" onClick={() => onChange(randomKey())}>
          Random
        </Button>
      </span>
      <label htmlFor={id} className={styles.name}>
        masking key, 4 bytes in hex
      </label>
    </div>
  );
}
