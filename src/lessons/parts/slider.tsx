import { useId } from 'react';
import styles from './slider.module.css';

interface Props {
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

/** A number on a slider, written beside it. */
export function Slider({ label, unit = '', value, least, most, step = 1, onChange }: Props) {
  const input = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={input}>{label}</label>
      <input
        id={input}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      />
      <output htmlFor={input}>
        {value}
        {unit === '%' ? unit : unit && ` ${unit}`}
      </output>
    </div>
  );
}
