import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { lessons } from '../../lessons';
import { Dialog } from '../../ui/Dialog';
import { Link } from '../Link';
import { navigate } from '../router';
import { find } from './find';
import styles from './SearchDialog.module.css';

/** One field over lessons and glossary: the arrow keys choose, Enter goes. */
export default function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const hits = useMemo(() => find(query, lessons), [query]);
  const option = (index: number) => `${list}-${index}`;
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);
  const go = (href: string) => {
    onClose();
    navigate(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || hits.length === 0) return;
    const to = {
      ArrowDown: (chosen + 1) % hits.length,
      ArrowUp: (chosen + hits.length - 1) % hits.length,
    }[event.key];
    if (to !== undefined) setChosen(to);
    else if (event.key === 'Enter') go(hits[chosen]!.href);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search" onClose={onClose}>
      <input
        ref={field}
        className={styles.field}
        type="text"
        role="combobox"
        aria-label="Search lessons and glossary"
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={hits.length > 0 ? option(chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label="Found" className={styles.hits}>
        {hits.map(({ kind, title, text, href }, index) => (
          <Link
            key={href}
            id={option(index)}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            href={href}
            className={styles.hit}
            onMouseMove={() => setChosen(index)}
            onClick={(event) => {
              if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              go(href);
            }}
          >
            <span className={styles.title}>{title}</span>
            <span className={styles.kind}>{kind}</span>
            <span className={styles.text}>{text}</span>
          </Link>
        ))}
      </div>
      <p role="status" className={styles.status}>
        {hits.length === 0 ? 'Nothing has these words.' : query && `${hits.length} found`}
      </p>
    </Dialog>
  );
}
