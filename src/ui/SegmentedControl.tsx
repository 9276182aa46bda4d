import { type CSSProperties, useId } from 'react';
import styles from './SegmentedControl.module.css';

interface Props<Value extends string> {
  /** Names the choice; read out, not shown. */
  readonly label: string;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly title?: string /** A stripe below its label. */;
    readonly colour?: string;
  }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, side by side. A radio group: arrow keys change it, Tab leaves it. */
export function SegmentedControl<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={styles.option}
          title={option.title}
          data-striped={option.colour ? true : undefined}
          style={option.colour ? ({ '--stripe': option.colour } as CSSProperties) : undefined}
        >
          <input
            type="radio"
            name={name}
            className={styles.input}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
