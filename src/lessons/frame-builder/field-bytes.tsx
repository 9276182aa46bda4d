import { useState } from 'react';
import { hexOf } from '../../protocol/text';
import styles from './frame-builder.module.css';
import { type FrameSpec, partsOf } from './frame-spec';

/** How many bytes of a part are shown; a long payload is cut off. */
const SHOWN_BYTES = 16;

/** The bytes to be sent, grouped by field; pointing at a field shows its name. */
export function FieldBytes({ specs }: { readonly specs: readonly FrameSpec[] }) {
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const frames = specs.map(partsOf);
  const total = frames.flat().reduce((sum, { bytes }) => sum + bytes.length, 0);
  return (
    <figure className={styles.bytes} aria-label="The bytes that will be sent">
      {frames.map((parts, frame) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a frame's index is its key.
        <p key={frame} className={styles.hex}>
          {parts.map((part) => {
            const name = `${part.name}: ${part.value}`;
            return (
              <button
                key={part.name}
                type="button"
                className={styles.part}
                aria-label={`${specs.length > 1 ? `Frame ${frame + 1}, ` : ''}${name}: ${hexOf(part.bytes, SHOWN_BYTES)}`}
                onPointerEnter={() => setPointedAt(name)}
                onPointerLeave={() => setPointedAt(null)}
                onFocus={() => setPointedAt(name)}
                onBlur={() => setPointedAt(null)}
                onClick={() => setPointedAt(name)}
              >
                {hexOf(part.bytes, SHOWN_BYTES)}
              </button>
            );
          })}
        </p>
      ))}
      <figcaption className={styles.note}>
        {pointedAt ?? `${total.toLocaleString('en-US')} bytes. Select a field to read its name.`}
      </figcaption>
    </figure>
  );
}
