import { type KeyboardEvent, useRef } from 'react';
import styles from './Tabs.module.css';

interface Props<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** The panel of tab `x` has the id `${panels}-x`. */
  readonly panels: string;
}

/** Tabs for panels that the caller renders; arrow keys move, as in the ARIA pattern. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, panels }: Props<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const moveBy = (event: KeyboardEvent, by: number) => {
    event.preventDefault();
    const place = tabs.findIndex(({ id }) => id === selected);
    const next = (place + by + tabs.length) % tabs.length;
    onSelect(tabs[next]!.id);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') moveBy(event, 1);
    if (event.key === 'ArrowLeft') moveBy(event, -1);
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className={styles.list}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${panels}-${tab.id}-tab`}
          aria-controls={`${panels}-${tab.id}`}
          aria-selected={tab.id === selected}
          tabIndex={tab.id === selected ? 0 : -1}
          className={styles.tab}
          onClick={() => onSelect(tab.id)}
          onKeyDown={onKeyDown}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
