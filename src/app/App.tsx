import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LabSession } from '../lab/session';
import type { LessonRun } from '../lessons/lesson-run';
import { fetchLayers } from '../protocol/layers';
import styles from './App.module.css';
import { lessonAbout } from './course';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { LabNotice } from './LabNotice';
import { LessonPage } from './LessonPage';
import { useCopyLink } from './links/use-copy-link';
import { loadAhead } from './load-ahead';
import { NotFound } from './NotFound';
import { routeOf, usePath } from './router';
import { type InstrumentParts, useInstrument } from './use-instrument';
import { usePageKeys, useSearchKey } from './use-keys';

const HomePage = lazy(() => import('./HomePage'));

const WorkbenchPage = lazy(() => import('./WorkbenchPage'));
/** With the words of all layers, if they can be had. */
const withAllTerms = <Part,>(load: () => Promise<Part>) => fetchLayers().then(load, load);
const GlossaryPage = lazy(() => withAllTerms(() => import('./glossary/GlossaryPage')));
const SearchDialog = lazy(() => withAllTerms(() => import('./search/SearchDialog')));
const KeysDialog = lazy(() => import('./KeysDialog'));
const Links = lazy(() => import('./links/Links'));
const Presenter = lazy(() => import('./present/Presenter'));
const ConnectDialog = lazy(() => import('./ConnectDialog'));

const LINK_WORDS = {
  copied: 'Link copied. It opens this view on the traffic of whoever follows it.',
  failed: 'The browser did not let the page copy. The address bar has the same link.',
} as const;

/** The course: header, the page that the address names, and what may open over it. */
export function App({ lab }: { readonly lab: LabSession }) {
  const path = usePath();
  const instrument = useInstrument(lab);
  const [open, setOpen] = useState<'keys' | 'connect' | 'search' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const search = useCallback(() => setOpen('search'), []);
  useSearchKey(search);
  const [run, setRun] = useState<LessonRun | null>(null);
  const [isPresenting, setPresenting] = useState(false);
  const link = useCopyLink();
  const { copy } = link;
  usePageKeys(
    useMemo(
      () => ({
        help: () => setOpen('keys'),
        'copy-link': copy,
        present: () => setPresenting((is) => !is),
      }),
      [copy],
    ),
  );
  const main = useFocusOnMove(path);
  useEffect(() => loadAhead(), []);
  useEffect(() => {
    document.title = titleOf(path);
  }, [path]);
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the lesson
      </a>
      <div className={styles.app}>
        {isPresenting ? (
          <Suspense>
            <Presenter instrument={instrument} run={run} onLeave={() => setPresenting(false)} />
          </Suspense>
        ) : (
          <Header
            path={path}
            onCopyLink={copy}
            onPresent={() => setPresenting(true)}
            onConnect={() => setOpen('connect')}
            onKeys={() => setOpen('keys')}
            onSearch={search}
          />
        )}
        <LabNotice
          key={instrument.epoch}
          lab={lab}
          capture={instrument.capture}
          isRenewed={instrument.epoch > 0}
        />
        <Suspense>
          {hasLinks(path, run) && (
            <Links
              key={`${path} ${instrument.epoch}`}
              view={{ instrument, run }}
              onAddress={link.setAddress}
            />
          )}
        </Suspense>
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          <ErrorBoundary key={path}>
            <Suspense fallback={<p className={styles.loading}>Loading …</p>}>
              <Page
                key={`${path} ${instrument.epoch}`}
                path={path}
                lab={lab}
                instrument={instrument}
                onRun={setRun}
              />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <p className={styles.said} role="status">
        {link.outcome && <span>{LINK_WORDS[link.outcome]}</span>}
      </p>
      <Suspense>
        {open === 'keys' && <KeysDialog onClose={close} />}
        {open === 'search' && <SearchDialog onClose={close} />}
        {open === 'connect' && <ConnectDialog lab={lab} onClose={close} />}
      </Suspense>
    </>
  );
}

/** What every page gets. */
export interface PageProps {
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
}

/** Told of the lesson's run while it is on the page. */
export interface RunProps {
  readonly onRun: (run: LessonRun | null) => void;
}

/** Pages that a link can say more of than their path; a lesson from when it has come. */
function hasLinks(path: string, run: LessonRun | null): boolean {
  const { page } = routeOf(path);
  return page === 'workbench' || (page === 'lesson' && run !== null);
}

function Page({ path, onRun, ...props }: PageProps & RunProps & { readonly path: string }) {
  const route = routeOf(path);
  if (route.page === 'home') return <HomePage {...props} />;
  if (route.page === 'workbench') return <WorkbenchPage {...props} />;
  if (route.page === 'glossary') return <GlossaryPage />;
  if (route.page === 'lesson') return <LessonPage lesson={route.lesson} onRun={onRun} {...props} />;
  return <NotFound />;
}

function titleOf(path: string): string {
  const route = routeOf(path);
  if (route.page === 'home') return 'Wire 101';
  if (route.page === 'workbench') return 'Free lab · Wire 101';
  if (route.page === 'glossary') return 'Glossary · Wire 101';
  const title = route.page === 'lesson' ? lessonAbout(route.lesson)?.title : undefined;
  return `${title ?? 'No such page'} · Wire 101`;
}

/** After going to another page, reading and Tab begin at its content, not at the link that led there. */
function useFocusOnMove(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
