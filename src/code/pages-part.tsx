import { useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import type { PanelParts } from './code-pane';
import type { ProgramNumber } from './desk';
import styles from './pages-part.module.css';
import { pagesOf } from './texts';
import { useProgramState } from './use-program-state';

/** A page is shown beside others while each has this width. */
const LEAST_PX = 240;

interface Props {
  readonly parts: PanelParts;
  readonly onRun: (client: ProgramNumber) => void;
}

/** In place of a page's number: the code, where it shares its place with the pages. */
const CODE = 0;

/**
 * The clients that are pages, as their visitors see them: side by side where there is room, otherwise one at a time, on a phone in place
 * of the code.
 */
export function PagesPart({ parts, onRun }: Props) {
  const pages = pagesOf(parts.desk.texts);
  return pages.length > 0 ? <Pages {...{ parts, pages, onRun }} /> : null;
}

function Pages({ parts, pages, onRun }: Props & { readonly pages: readonly ProgramNumber[] }) {
  const part = useRef<HTMLElement>(null);
  const fit = useFit(part);
  const [chosen, choose] = useState(CODE);
  const isAlone = fit === 1;
  const isTabbed = isAlone || pages.length > fit;
  const shown = pages.includes(chosen) || (isAlone && chosen === CODE) ? chosen : pages[0]!;
  const options = pages.map((client, at) => ({
    value: String(client),
    label: at === 0 ? `Page ${client}` : String(client),
    colour: `var(--client-${client})`,
  }));
  return (
    <section
      ref={part}
      className={styles.pages}
      aria-label="Pages"
      data-part="page"
      data-instead={isAlone ? (shown === CODE ? 'code' : 'page') : undefined}
    >
      {isTabbed && (
        <div className={styles.tabs}>
          <SegmentedControl
            label="Which page"
            value={String(shown)}
            onChange={(value) => choose(Number(value))}
            options={isAlone ? [{ value: String(CODE), label: 'Code' }, ...options] : options}
          />
        </div>
      )}
      <div className={styles.row}>
        {pages.map((client) => (
          <Page
            key={client}
            {...{ parts, client }}
            isShown={!isTabbed || client === shown}
            onRun={() => onRun(client)}
          />
        ))}
      </div>
    </section>
  );
}

/** How many pages fit beside each other. */
function useFit(part: { readonly current: HTMLElement | null }): number {
  const [fit, setFit] = useState(1);
  useLayoutEffect(() => {
    const measure = () => setFit(Math.max(1, Math.floor((part.current?.clientWidth ?? 0) / LEAST_PX)));
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(part.current!);
    return () => observer.disconnect();
  }, [part]);
  return fit;
}

interface PageProps {
  readonly parts: PanelParts;
  readonly client: ProgramNumber;
  readonly isShown: boolean;
  readonly onRun: () => void;
}

/** One page, with its name and its state. Its frame is the lab's, and goes on wherever it is. */
function Page({ parts, client, isShown, onRun }: PageProps) {
  const { desk, isReady } = parts;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    desk.showPage(client, place.current);
    return () => desk.showPage(client, null);
  }, [desk, client]);
  const { state, words } = useProgramState(parts, [client]);
  const isOpen = state === 'running';
  return (
    <section
      className={styles.page}
      aria-label={`Client ${client}’s page`}
      data-client={client}
      data-open={isOpen || undefined}
      hidden={!isShown}
    >
      <header className={styles.head}>
        <h4 className={styles.name}>Client {client}</h4>
        <span className={styles.state} data-state={state} title={words}>
          {words}
        </span>
        <Button
          kind="quiet"
          disabled={!isReady}
          aria-label={`${isOpen ? 'Reload' : 'Open'} client ${client}’s page`}
          onClick={onRun}
        >
          {isOpen ? 'Reload' : 'Open'}
        </Button>
        {isOpen && (
          <Button kind="quiet" aria-label={`Close client ${client}’s page`} onClick={() => desk.stop(client)}>
            Close
          </Button>
        )}
      </header>
      <div ref={place} className={styles.frame} />
    </section>
  );
}
