import { useState } from 'react';
import { hexOf } from '../../protocol/text';
import styles from './frame-builder.module.css';
import { type FrameSpec, partsOf } from './frame-spec';

/** Bytes of one part that are shown; of a long payload only the first. */
const SHOWN_BYTES = 16;

/** The bytes that will go, grouped by field; a field says its name when it is pointed at. */
export function FieldBytes({ specs }: { readonly specs: readonly FrameSpec[] }) {
  const [told, setTold] = useState<string | null>(null);
  const frames = specs.map(partsOf);
  const total = frames.flat().reduce((sum, { bytes }) => sum + bytes.length, 0);
  return (
    <figure className={styles.bytes} aria-label="The bytes that will be sent">
      {frames.map((parts, frame) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place.
        <p key={frame} className={styles.hex}>
          {parts.map((part) => {
            const name = `${part.name}: ${part.value}`;
            return (
              <button
                key={part.name}
                type="button"
                className={styles.part}
                aria-label={`${specs.length > 1 ? `Frame ${frame + 1}, ` : ''}${name}: ${hexOf(part.bytes, SHOWN_BYTES)}`}
                onPointerEnter={() => setTold(name)}
                onPointerLeave={() => setTold(null)}
                onFocus={() => setTold(name)}
                onBlur={() => setTold(null)}
                onClick={() => setTold(name)}
              >
                {hexOf(part.bytes, SHOWN_BYTES)}
              </button>
            );
          })}
        </p>
      ))}
      <figcaption className={styles.note}>
        {told ?? `${total.toLocaleString('en-US')} bytes. Point at a field to read its name.`}
      </figcaption>
    </figure>
  );
}
