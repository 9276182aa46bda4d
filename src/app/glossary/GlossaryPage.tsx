import { useEffect, useId, useState } from 'react';
import { addressOf } from '../../protocol/documents';
import { usePlace } from '../router';
import styles from './GlossaryPage.module.css';
import { entries, type GlossaryEntry, glossaryGroups } from './glossary';

/** Every technical term of the course: a sentence each, with its defining section. */
export default function GlossaryPage() {
  const place = usePlace();
  const field = useId();
  const [filter, setFilter] = useState('');
  const groups = glossaryGroups(filter);
  const found = groups.reduce((sum, group) => sum + group.entries.length, 0);
  // A link to a term shows it whatever the filter was.
  const [shown, setShown] = useState(place);
  if (shown !== place) {
    setShown(place);
    setFilter('');
  }
  useEffect(() => {
    const term = document.getElementById(place);
    term?.scrollIntoView({ block: 'center' });
    term?.focus({ preventScroll: true });
  }, [place]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>Glossary</h1>
        <div className={styles.filter}>
          <label htmlFor={field}>Filter</label>
          <input
            id={field}
            type="search"
            className={styles.field}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <p role="status" className={styles.count}>
            {filter.trim() === '' ? `${entries.length} terms` : `${found} of ${entries.length} terms`}
          </p>
        </div>
      </header>
      {groups.map(({ title, entries: terms }) => (
        <section key={title} className={styles.group}>
          <h2 className={styles.protocol}>{title}</h2>
          <dl className={styles.terms}>
            {terms.map((entry) => (
              <TermEntry key={entry.key} entry={entry} isNamed={entry.key === place} />
            ))}
          </dl>
        </section>
      ))}
      {found === 0 && <p>No term matches these words.</p>}
    </div>
  );
}

function TermEntry({ entry, isNamed }: { readonly entry: GlossaryEntry; readonly isNamed: boolean }) {
  const { key, name, text, spec } = entry;
  const address = addressOf(spec);
  return (
    <div id={key} className={styles.term} tabIndex={-1} data-named={isNamed}>
      <dt className={styles.name}>
        <a href={`#${key}`}>{name}</a>
      </dt>
      <dd>
        {text}{' '}
        <span className={styles.spec}>
          {address ? (
            <a href={address} target="_blank" rel="noopener noreferrer">
              {spec}
            </a>
          ) : (
            spec
          )}
        </span>
      </dd>
    </div>
  );
}
