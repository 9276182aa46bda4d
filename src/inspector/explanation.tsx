import { useEffect, useRef } from 'react';
import { termOf } from '../protocol/terms';
import type { Field } from '../protocol/unit';
import styles from './field-list.module.css';
import { bringIntoSight } from './scroll';

/** What a field is for, and its section. */
export function Explanation({ field }: { readonly field: Field }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => bringIntoSight(box.current!), []);
  return (
    <div ref={box} className={styles.explanation}>
      <p className={styles.sentence}>{termOf(field.term).text}</p>
      <p className={styles.spec}>
        {field.spec} ·{' '}
        {field.end - field.start === 1 ? `byte ${field.start}` : `bytes ${field.start} to ${field.end - 1}`}{' '}
        of this unit
      </p>
    </div>
  );
}
