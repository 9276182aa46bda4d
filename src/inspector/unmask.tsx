import { useReducedMotion } from 'framer-motion';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import type { Parts } from './parts';
import styles from './unmask.module.css';

const SHOWN_BYTES = 24;
const STEP_MS = 180;

/** A masked payload, XORed with its key byte by byte in front of the student (RFC 6455 §5.3). */
export function Unmask({ decoder, pointing, unit, fields }: Parts) {
  const [done, setDone] = useState(0);
  const [isRunning, setIsRunning] = useState(false);
  const box = useRef<HTMLElement>(null);
  const prefersSteps = useReducedMotion();
  const key = fields.find((field) => field.name === 'Masking-key');
  const bytes = decoder.bytesOf(unit);
  const total = key ? Math.min(bytes.length - key.end, SHOWN_BYTES) : 0;
  useEffect(() => {
    if (!isRunning || done >= total) return;
    const timer = setTimeout(() => setDone(done + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isRunning, done, total]);
  // The table grows below its button, at the end of a part that scrolls.
  useEffect(() => {
    if (done > 0) box.current?.scrollIntoView({ block: 'nearest' });
  }, [done]);
  if (!key || total <= 0) return null;
  const columns = Array.from({ length: total }, (_, i) => ({
    i,
    masked: bytes[key.end + i]!,
    mask: bytes[key.start + (i % 4)]!,
  }));
  const run = () => (prefersSteps ? setDone(total) : setIsRunning(true));
  return (
    <section ref={box} className={styles.unmask} aria-label="Unmask the payload">
      <div className={styles.actions}>
        <Button onClick={run} disabled={done >= total}>
          Unmask it
        </Button>
        <Button kind="quiet" onClick={() => setDone(Math.min(total, done + 1))} disabled={done >= total}>
          one byte
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            setDone(0);
            setIsRunning(false);
          }}
          disabled={done === 0}
        >
          mask again
        </Button>
      </div>
      {done > 0 && (
        <table className={styles.table}>
          <thead className={styles.head}>
            <tr>
              <th scope="col">masked</th>
              <th scope="col">⊕ key</th>
              <th scope="col">= byte</th>
              <th scope="col">text</th>
            </tr>
          </thead>
          <tbody>
            {columns.slice(0, done).map(({ i, masked, mask }) => (
              <tr
                key={i}
                onPointerEnter={() =>
                  pointing.point({ unit, range: { start: key.end + i, end: key.end + i + 1 } })
                }
                onPointerLeave={() => pointing.point(null)}
              >
                <td>{hex(masked)}</td>
                <td>{hex(mask)}</td>
                <td>{hex(masked ^ mask)}</td>
                <td>{printable(masked ^ mask)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {done === SHOWN_BYTES && bytes.length - key.end > SHOWN_BYTES && (
        <p className={styles.rest}>
          And so on, with the same four key bytes in turn, to byte {bytes.length - key.end} of the payload.
        </p>
      )}
    </section>
  );
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
const printable = (byte: number) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·');
