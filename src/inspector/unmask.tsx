import { useReducedMotion } from 'framer-motion';
import { useEffect, useRef, useState } from 'react';
import { hexByte } from '../protocol/text';
import { Button } from '../ui/Button';
import type { Parts } from './parts';
import { characterOf } from './peel-cells';
import styles from './unmask.module.css';

const SHOWN_BYTES = 24;
const STEP_MS = 180;

/** A masked payload, XORed with its key byte by byte in front of the student (RFC 6455 §5.3). */
export function Unmask({ decoder, pointing, unit, fields }: Parts) {
  const [done, setDone] = useState(0);
  const [isRunning, setIsRunning] = useState(false);
  const [hasBits, setHasBits] = useState(false);
  const box = useRef<HTMLElement>(null);
  const prefersSteps = useReducedMotion();
  const key = fields.find((field) => field.name === 'Masking-key');
  const size = key ? decoder.sizeOf(unit) - key.end : 0;
  const total = Math.min(size, SHOWN_BYTES);
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
  const bytes = decoder.bytesOf(unit, { start: key.start, end: key.end + SHOWN_BYTES });
  const steps = Array.from({ length: total }, (_, i) => ({ i, masked: bytes[4 + i]!, mask: bytes[i % 4]! }));
  const last = steps[done - 1];
  const stop = (to: number) => {
    setDone(to);
    setIsRunning(false);
  };
  const showByte = hasBits ? binaryOf : hexByte;
  return (
    <section ref={box} className={styles.unmask} aria-label="Unmask the payload">
      <div className={styles.actions}>
        <Button
          onClick={() => (prefersSteps ? stop(total) : setIsRunning(true))}
          disabled={done >= total || isRunning}
        >
          Unmask it
        </Button>
        <Button kind="quiet" onClick={() => stop(Math.min(total, done + 1))} disabled={done >= total}>
          next byte
        </Button>
        <Button kind="quiet" onClick={() => stop(total)} disabled={done >= total}>
          all
        </Button>
        <Button kind="quiet" onClick={() => stop(0)} disabled={done === 0}>
          mask again
        </Button>
        <Button kind="quiet" onClick={() => setHasBits(!hasBits)}>
          {hasBits ? 'in hex' : 'in bits'}
        </Button>
      </div>
      <p className={styles.said} role="status">
        {last && !isRunning
          ? `byte ${last.i}: ${hexByte(last.masked)} XOR ${hexByte(last.mask)} is ${hexByte(last.masked ^ last.mask)}, ${characterOf(last.masked ^ last.mask)}`
          : ''}
      </p>
      {done > 0 && (
        <table className={styles.table} data-bits={hasBits}>
          <thead className={styles.head}>
            <tr>
              <th scope="col">on the wire</th>
              <th scope="col">⊕ key byte</th>
              <th scope="col">= payload</th>
              <th scope="col">text</th>
            </tr>
          </thead>
          <tbody>
            {steps.slice(0, done).map(({ i, masked, mask }) => (
              <tr
                key={i}
                onPointerEnter={() =>
                  pointing.point({ unit, range: { start: key.end + i, end: key.end + i + 1 } })
                }
                onPointerLeave={() => pointing.point(null)}
              >
                <td>{showByte(masked)}</td>
                <td>
                  {showByte(mask)} <small>{i % 4}</small>
                </td>
                <td>{showByte(masked ^ mask)}</td>
                <td>{characterOf(masked ^ mask)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {done === SHOWN_BYTES && size > SHOWN_BYTES && (
        <p className={styles.rest}>
          And so on, with the same four key bytes in turn, to byte {size.toLocaleString('en-US')} of the
          payload.
        </p>
      )}
    </section>
  );
}

/** "0111 1111": in two halves, one for each hexadecimal digit. */
function binaryOf(byte: number): string {
  const bits = byte.toString(2).padStart(8, '0');
  return `${bits.slice(0, 4)} ${bits.slice(4)}`;
}
