import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { lessons } from '../../lessons';
import { Dialog } from '../../ui/Dialog';
import { Link } from '../Link';
import { navigate } from '../router';
import { find, type Hit, type SearchedLesson } from './find';
import styles from './SearchDialog.module.css';

/** All lessons, with the steps of those that are loaded by now; one that cannot be loaded is found without its steps. */
function useSearched(): readonly SearchedLesson[] {
  const [searched, setSearched] = useState<readonly SearchedLesson[]>(lessons);
  useEffect(() => {
    let isWanted = true;
    const loaded = lessons.map((entry) => entry.load().catch(() => entry));
    void Promise.all(loaded).then((all) => isWanted && setSearched(all));
    return () => {
      isWanted = false;
    };
  }, []);
  return searched;
}

/** Searches lessons, their steps and the glossary: the arrow keys choose, Enter goes. */
export default function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const searched = useSearched();
  const hits = useMemo(() => find(query, searched), [query, searched]);
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
    const to = nextChoice(event.key, chosen, hits.length);
    if (to !== null) setChosen(to);
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
        {hits.map((hit, index) => {
          const isChosen = index === chosen;
          const choose = () => setChosen(index);
          return <Option key={hit.href} id={option(index)} {...{ hit, isChosen, choose, go }} />;
        })}
      </div>
      <p role="status" className={styles.status}>
        {hits.length === 0 ? 'Nothing matches these words.' : query && `${hits.length} found`}
      </p>
    </Dialog>
  );
}

function nextChoice(key: string, chosen: number, count: number): number | null {
  if (key === 'ArrowDown') return (chosen + 1) % count;
  return key === 'ArrowUp' ? (chosen + count - 1) % count : null;
}

interface OptionProps {
  readonly id: string;
  readonly hit: Hit;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly go: (href: string) => void;
}

function Option({ id, hit: { kind, title, text, href }, isChosen, choose, go }: OptionProps) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <Link
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      href={href}
      className={styles.hit}
      onMouseMove={choose}
      onClick={onClick}
    >
      <span className={styles.title}>{title}</span>
      <span className={styles.kind}>{kind}</span>
      <span className={styles.text}>{text}</span>
    </Link>
  );
}
