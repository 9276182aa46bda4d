import { type KeyboardEvent, useRef } from 'react';
import { termOf } from '../protocol/terms';
import type { Field } from '../protocol/unit';
import styles from './field-list.module.css';
import { isLit, isSameField, type Parts } from './parts';

/** The fields in their order on the wire. The selected one says what it is for, and where that is written. */
export function FieldList({ pointing, unit, fields, lit, open, toggle }: Parts) {
  const list = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul ref={list} className={styles.fields} aria-label="Fields" onKeyDown={onKeyDown}>
      {fields.map((field) => {
        const range = { start: field.start, end: field.end };
        const isOpen = isSameField(field, open);
        return (
          <li key={`${field.start}-${field.bits?.start ?? ''}-${field.name}`}>
            <button
              type="button"
              className={styles.field}
              aria-expanded={isOpen}
              data-lit={isOpen || (isLit(field, lit) && !field.bits)}
              onClick={() => toggle(field)}
              onFocus={() => pointing.point({ unit, range })}
              onBlur={() => pointing.point(null)}
              onPointerEnter={() => pointing.point({ unit, range })}
              onPointerLeave={() => pointing.point(null)}
            >
              <span className={styles.name}>{field.name}</span>
              <span className={styles.value}>{field.value}</span>
            </button>
            {isOpen && <Explanation field={field} />}
          </li>
        );
      })}
    </ul>
  );
}

function Explanation({ field }: { readonly field: Field }) {
  return (
    <div className={styles.explanation}>
      <p className={styles.sentence}>{termOf(field.term).text}</p>
      <p className={styles.spec}>
        {field.spec} · bytes {field.start} to {field.end - 1} of this unit
      </p>
    </div>
  );
}
