import { useEffect, useRef, useState } from 'react';
import { hexByte } from '../protocol/text';
import { Button } from '../ui/Button';
import { useReducedMotion } from '../ui/use-media';
import type { Parts } from './parts';
import { characterOf } from './peel-cells';
import styles from './unmask.module.css';

const SHOWN_BYTES = 24;
const STEP_MS = 180;

/** One byte of the payload and the key byte that masks it. */
interface XorStep {
  readonly i: number;
  readonly masked: number;
  readonly mask: number;
}

/** A masked payload, XORed with its key byte by byte in front of the student (RFC 6455 §5.3). */
export function Unmask({ decoder, pointing, unit, fields }: Parts) {
  const box = useRef<HTMLElement>(null);
  const [hasBits, setHasBits] = useState(false);
  const key = fields.find((field) => field.name === 'Masking-key');
  const size = key ? decoder.sizeOf(unit) - key.end : 0;
  const total = Math.min(size, SHOWN_BYTES);
  const { done, isRunning, start, stop } = useSteps(total);
  // The table grows below its button, at the end of a scrolling part.
  useEffect(() => {
    if (done > 0) box.current?.scrollIntoView({ block: 'nearest' });
  }, [done]);
  if (!key || total <= 0) return null;
  const bytes = decoder.bytesOf(unit, { start: key.start, end: key.end + SHOWN_BYTES });
  const steps = Array.from({ length: done }, (_, i) => ({ i, masked: bytes[4 + i]!, mask: bytes[i % 4]! }));
  const last = steps.at(-1);
  const point = (i: number | null) =>
    pointing.point(i === null ? null : { unit, range: { start: key.end + i, end: key.end + i + 1 } });
  return (
    <section ref={box} className={styles.unmask} aria-label="Unmask the payload">
      <div className={styles.actions}>
        <Button onClick={start} disabled={done >= total || isRunning}>
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
        {last && !isRunning ? sentenceOf(last) : ''}
      </p>
      {done > 0 && <XorTable steps={steps} hasBits={hasBits} onPoint={point} />}
      {done === SHOWN_BYTES && size > SHOWN_BYTES && (
        <p className={styles.rest}>
          And so on, with the same four key bytes in turn, to byte {size.toLocaleString('en-US')} of the
          payload.
        </p>
      )}
    </section>
  );
}

/** How many of `total` bytes are unmasked; running adds one every `STEP_MS`. */
function useSteps(total: number) {
  const [done, setDone] = useState(0);
  const [isRunning, setIsRunning] = useState(false);
  const prefersSteps = useReducedMotion();
  useEffect(() => {
    if (!isRunning || done >= total) return;
    const timer = setTimeout(() => setDone(done + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isRunning, done, total]);
  const stop = (to: number) => {
    setDone(to);
    setIsRunning(false);
  };
  const start = () => (prefersSteps ? stop(total) : setIsRunning(true));
  return { done, isRunning, start, stop };
}

interface XorTableProps {
  readonly steps: readonly XorStep[];
  readonly hasBits: boolean;
  /** Points at a byte of the payload. */
  readonly onPoint: (i: number | null) => void;
}

function XorTable({ steps, hasBits, onPoint }: XorTableProps) {
  const showByte = hasBits ? binaryOf : hexByte;
  return (
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
        {steps.map(({ i, masked, mask }) => (
          <tr key={i} onPointerEnter={() => onPoint(i)} onPointerLeave={() => onPoint(null)}>
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
  );
}

function sentenceOf({ i, masked, mask }: XorStep): string {
  const plain = masked ^ mask;
  return `byte ${i}: ${hexByte(masked)} XOR ${hexByte(mask)} is ${hexByte(plain)}, ${characterOf(plain)}`;
}

/** "0111 1111": in two halves, one for each hexadecimal digit. */
function binaryOf(byte: number): string {
  const bits = byte.toString(2).padStart(8, '0');
  return `${bits.slice(0, 4)} ${bits.slice(4)}`;
}
