import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import type { Field } from '../protocol/unit';
import { isLit, isSameField, type Parts } from './parts';

interface Props extends Parts {
  readonly field: Field;
  readonly className?: string;
  /** For when the visible text does not name it. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A field that can be pointed at, with pointer or focus, and opened. */
export function FieldButton(props: Props) {
  const { field, className, label, children, pointing, unit, lit, open, toggle, isHidden } = props;
  const point = () => pointing.point({ unit, range: { start: field.start, end: field.end } });
  const isOpen = isSameField(field, open);
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-expanded={isOpen}
      // Bits share a byte: a lit range cannot tell them apart.
      data-lit={isOpen || (isLit(field, lit) && !field.bits)}
      data-hidden={isHidden(field)}
      onClick={() => toggle(field)}
      onFocus={point}
      onBlur={() => pointing.point(null)}
      onPointerEnter={point}
      onPointerLeave={() => pointing.point(null)}
    >
      {children}
    </button>
  );
}

/** Up and Down, and Home and End, move between the buttons of a list. */
export function useListKeys(): {
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const ref = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(ref.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = buttons[to[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return { ref, onKeyDown };
}

const SHOWN_FIELDS = 100;

/** The first fields of many, more on demand, and always including the open one. */
export function useSomeFields({ fields, open }: Pick<Parts, 'fields' | 'open'>) {
  const [wanted, setWanted] = useState(SHOWN_FIELDS);
  const needed = open ? fields.findIndex((field) => isSameField(field, open)) + 1 : 0;
  const shown = fields.slice(0, Math.max(wanted, needed));
  return {
    shown,
    left: fields.length - shown.length,
    showMore: () => setWanted(shown.length + SHOWN_FIELDS),
  };
}

interface MoreProps {
  readonly left: number;
  readonly className?: string;
  readonly onMore: () => void;
}

/** The end of a truncated list. */
export function More({ left, className, onMore }: MoreProps) {
  if (left <= 0) return null;
  return (
    <button type="button" className={className} onClick={onMore}>
      Show {Math.min(left, SHOWN_FIELDS)} more of {left.toLocaleString('en-US')}
    </button>
  );
}
