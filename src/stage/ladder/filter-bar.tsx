import { type KeyboardEvent, useEffect, useRef } from 'react';
import { layerOf } from '../../protocol/layers';
import type { LayerId } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import { count, formatNumber } from '../format';
import { isFiltering, type LadderFilter } from './filter';
import styles from './filter-bar.module.css';
import type { LadderSearch } from './search';

interface Props {
  readonly timetable: Timetable;
  /** Only layers that occurred are offered. */
  readonly layers: readonly LayerId[];
  readonly filter: LadderFilter;
  readonly setFilter: (filter: LadderFilter) => void;
  readonly query: string;
  readonly setQuery: (query: string) => void;
  readonly search: LadderSearch | null;
  readonly onHit: (direction: 1 | -1) => void;
  readonly devTools: boolean;
  readonly setDevTools: (on: boolean) => void;
}

/** The ladder's search, its filter, and the view of browser tools. */
export function FilterBar(props: Props) {
  const { devTools, setDevTools, filter } = props;
  return (
    <div className={styles.bar}>
      <SearchField {...props} />
      <details className={styles.filter} onBlur={closeWhenLeft} onKeyDown={closeOnEscape}>
        <summary data-on={isFiltering(filter) || undefined}>Filter</summary>
        <FilterChoices {...props} />
      </details>
      <button
        type="button"
        aria-pressed={devTools}
        onClick={() => setDevTools(!devTools)}
        title="Grey out what DevTools leave out"
      >
        As DevTools
      </button>
    </div>
  );
}

function SearchField({ query, setQuery, search, onHit }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      // In a shadow root, the event's target does not tell.
      const [inner] = event.composedPath();
      const isTyping =
        inner instanceof HTMLElement && (inner.isContentEditable || inner.closest('input, textarea, select'));
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      // A ladder on a hidden tab cannot take the focus.
      if (!field.current?.offsetParent) return;
      event.preventDefault();
      field.current.focus();
      field.current.select();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') onHit(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') setQuery('');
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.search}>
      <input
        ref={field}
        type="search"
        value={query}
        placeholder="Search  /"
        aria-label="Search the ladder: labels, header fields, payloads"
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={onKeyDown}
      />
      <output>{search && hitsText(search)}</output>
      {search && search.hits.length > 0 && (
        <>
          <button type="button" aria-label="Previous hit" onClick={() => onHit(-1)}>
            ↑
          </button>
          <button type="button" aria-label="Next hit" onClick={() => onHit(1)}>
            ↓
          </button>
        </>
      )}
    </div>
  );
}

function hitsText({ hits, left }: LadderSearch): string {
  if (left > 0) return `${formatNumber(hits.length)}… ${formatNumber(left)} to go`;
  return hits.length === 0 ? 'no hits' : count(hits.length, 'hit');
}

function FilterChoices({ timetable, layers, filter, setFilter }: Props) {
  const withoutLayer = (layer: LayerId, isShown: boolean) => {
    const withoutLayers = new Set(filter.withoutLayers);
    if (isShown) withoutLayers.delete(layer);
    else withoutLayers.add(layer);
    setFilter({ ...filter, withoutLayers });
  };
  return (
    <fieldset className={styles.choices}>
      <legend>Shown in the ladder</legend>
      {layers.map((layer) => (
        <Choice
          key={layer}
          layer={layer}
          label={layerOf(layer).name}
          isOn={!filter.withoutLayers.has(layer)}
          onChange={(isOn) => withoutLayer(layer, isOn)}
        />
      ))}
      <hr />
      <Choice
        label="Heartbeats"
        isOn={!filter.withoutHeartbeats}
        onChange={(isOn) => setFilter({ ...filter, withoutHeartbeats: !isOn })}
      />
      <Choice
        label="Faults and notices only"
        isOn={filter.onlyFaults}
        onChange={(onlyFaults) => setFilter({ ...filter, onlyFaults })}
      />
      {layers.filter(hasEvents).map((layer) => (
        <Choice
          key={layer}
          label={`${layerOf(layer).name} events only`}
          isOn={filter.onlyEventsOf === layer}
          onChange={(isOn) => setFilter({ ...filter, onlyEventsOf: isOn ? layer : null })}
        />
      ))}
      {timetable.timelines.length > 1 && (
        <select
          value={filter.connection ?? ''}
          onChange={({ target }) =>
            setFilter({ ...filter, connection: target.value === '' ? null : Number(target.value) })
          }
          aria-label="Connections shown in the ladder"
        >
          <option value="">all {timetable.timelines.length} connections</option>
          {timetable.timelines.map(({ connection }) => (
            <option key={connection.id} value={connection.id}>
              :{connection.client.port}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

const hasEvents = (layer: LayerId) => layerOf(layer).events !== undefined;

interface ChoiceProps {
  readonly layer?: LayerId;
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Choice({ layer, label, isOn, onChange }: ChoiceProps) {
  return (
    <label data-layer={layer}>
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

function closeWhenLeft({ currentTarget, relatedTarget }: React.FocusEvent<HTMLDetailsElement>): void {
  if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
}

function closeOnEscape({ key, currentTarget }: KeyboardEvent<HTMLDetailsElement>): void {
  if (key !== 'Escape') return;
  currentTarget.open = false;
  currentTarget.querySelector('summary')?.focus();
}
