import type { Field } from '../protocol/unit';
import styles from './frame-bits.module.css';
import { isLit, isSameField, type Parts } from './parts';

/** The first two bytes of a frame, bit by bit, as RFC 6455 §5.2 draws them. */
export function FrameBits({ decoder, pointing, unit, fields, lit, open, toggle }: Parts) {
  const bytes = decoder.bytesOf(unit);
  const groups = groupBits(fields);
  return (
    <figure className={styles.figure} aria-label="The header’s first 16 bits (RFC 6455 §5.2)">
      <div className={styles.bits}>
        {groups.map((field) => {
          const range = { start: field.start, end: field.end };
          const point = () => pointing.point({ unit, range });
          const { start, end } = field.bits!;
          return (
            <button
              key={`${field.start}-${start}`}
              type="button"
              className={styles.group}
              style={{ gridColumn: `span ${end - start}` }}
              data-lit={open?.bits ? isSameField(field, open) : isLit(field, lit)}
              aria-label={`${field.name}: ${field.value}`}
              aria-expanded={isSameField(field, open)}
              onClick={() => toggle(field)}
              onFocus={point}
              onBlur={() => pointing.point(null)}
              onPointerEnter={point}
              onPointerLeave={() => pointing.point(null)}
            >
              <span className={styles.digits}>
                {bitsOf(bytes[field.start]!, start, end).map(({ place, digit }) => (
                  <span key={place} data-one={digit === '1'}>
                    {digit}
                  </span>
                ))}
              </span>
              <span className={styles.name}>{SHORT[field.name] ?? field.name.toLowerCase()}</span>
            </button>
          );
        })}
      </div>
    </figure>
  );
}

const SHORT: Readonly<Record<string, string>> = {
  FIN: 'FIN',
  RSV1: 'R1',
  RSV2: 'R2',
  RSV3: 'R3',
  MASK: 'MASK',
};

const groupBits = (fields: readonly Field[]) => fields.filter((field) => field.bits && field.start < 2);

function bitsOf(byte: number, start: number, end: number): { place: number; digit: string }[] {
  const digits = byte.toString(2).padStart(8, '0').slice(start, end);
  return [...digits].map((digit, index) => ({ place: start + index, digit }));
}
