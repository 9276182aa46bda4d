import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LabSession } from '../lab/session';
import { fetchLayers } from '../protocol/layers';
import { createLater, useLater } from '../ui/later';
import styles from './App.module.css';
import { isInClass } from './class/in-class';
import { lessonAbout } from './course';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { LabNotice } from './LabNotice';
import { LessonPage } from './LessonPage';
import type { LinksProps } from './links/Links';
import { useCopyLink } from './links/use-copy-link';
import { loadAhead } from './load-ahead';
import { wasPresenting } from './present/was-presenting';
import { routeOf, usePath } from './router';
import { type InstrumentParts, useInstrument } from './use-instrument';
import { usePageKeys, useSearchKey } from './use-keys';
import { type LessonState, useLessonRun } from './use-lesson-run';

const NotFound = lazy(() => import('./NotFound'));
const HomePage = lazy(() => import('./HomePage'));

const WorkbenchPage = lazy(() => import('./WorkbenchPage'));
/** With the words of all layers, if they can be had. */
const withAllTerms = <Part,>(load: () => Promise<Part>) => fetchLayers().then(load, load);
const OpenPage = lazy(() => import('./open/OpenPage'));
const WatchPage = lazy(() => import('./watch/WatchPage'));
const GlossaryPage = lazy(() => withAllTerms(() => import('./glossary/GlossaryPage')));
const SearchDialog = lazy(() => withAllTerms(() => import('./search/SearchDialog')));
const KeysDialog = lazy(() => import('./KeysDialog'));
const ClassBar = lazy(() => import('./class/ClassBar'));
const ClassPage = lazy(() => import('./class/ClassPage'));
/** Not lazy: React may hold back for a while what suspends, and whoever copies a link means what is on the page now. */
const links = createLater(async () => (await import('./links/Links')).default);
const Presenter = lazy(() => import('./present/Presenter'));
const ConnectDialog = lazy(() => import('./ConnectDialog'));

type OpenDialog = 'keys' | 'connect' | 'search' | null;

const LINK_WORDS = {
  copied: 'Link copied. Anyone who opens it sees this view on their own traffic.',
  failed: 'The browser did not let the page copy. The address bar has the same link.',
} as const;

/** The course: header, the page for the address, and the dialogs that open over it. */
export function App({ lab }: { readonly lab: LabSession }) {
  const path = usePath();
  const instrument = useInstrument(lab);
  const begunAt = useBegunAt(lab, path, instrument);
  const lesson = useLessonRun(path, lab, instrument);
  const { run } = lesson;
  const [open, setOpen] = useState<OpenDialog>(null);
  useSearchKey(useCallback(() => setOpen('search'), []));
  const [isPresenting, setPresenting] = useState(wasPresenting);
  const link = useCopyLink(useCallback(() => lab.addresses?.shared, [lab]));
  const { copy } = link;
  const present = useCallback(() => setPresenting((is) => !is), []);
  const help = useCallback(() => setOpen('keys'), []);
  usePageKeys(useMemo(() => ({ help, 'copy-link': copy, present }), [help, copy, present]));
  const main = useFocusOnMove(path);
  // What was looked at on one page is not what the next is about.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page
  useEffect(() => () => instrument.pointing.select(null), [instrument, path]);
  useEffect(() => loadAhead(), []);
  useTitle(path);
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
          <Header path={path} onCopyLink={copy} onPresent={present} onOpen={setOpen} />
        )}
        <Notice {...{ lab, instrument }} />
        <Suspense>{isInClass(path) && <ClassBar {...{ path, begunAt, instrument, run, lab }} />}</Suspense>
        {(run || routeOf(path).page === 'workbench') && (
          <LaterLinks
            key={`${path} ${instrument.epoch}`}
            view={{ instrument, run }}
            onAddress={link.setAddress}
          />
        )}
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          <ErrorBoundary key={path}>
            <Suspense fallback={<p className={styles.loading}>Loading …</p>}>
              <Page key={`${path} ${instrument.epoch}`} {...{ path, lab, instrument, lesson }} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <p className={styles.said} role="status">
        {link.outcome && <span>{LINK_WORDS[link.outcome]}</span>}
      </p>
      <Dialogs open={open} lab={lab} setOpen={setOpen} />
    </>
  );
}

/** What keeps address and page the same, fetched once there is a lesson. */
function LaterLinks(props: LinksProps) {
  const state = useLater(links);
  return state.kind === 'here' ? <state.part {...props} /> : null;
}

interface DialogsProps {
  readonly open: OpenDialog;
  readonly lab: LabSession;
  readonly setOpen: (open: OpenDialog) => void;
}

function Dialogs({ open, lab, setOpen }: DialogsProps) {
  const close = useCallback(() => setOpen(null), [setOpen]);
  return (
    <Suspense>
      {open === 'keys' && <KeysDialog onClose={close} />}
      {open === 'search' && <SearchDialog onClose={close} />}
      {open === 'connect' && <ConnectDialog lab={lab} onClose={close} />}
    </Suspense>
  );
}

/** The state of the lab. A new lab starts with a new notice. */
function Notice({ lab, instrument: { epoch, capture } }: PageProps) {
  return (
    <LabNotice
      key={epoch}
      lab={lab}
      capture={capture}
      isRenewed={epoch > 0 && capture.source.kind === 'lab'}
    />
  );
}

/** When the page of this path was come to, microseconds of the lab's clock; 0 while the clock is not known yet. */
function useBegunAt(lab: LabSession, path: string, { epoch }: InstrumentParts): number {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page, and another lab has another clock
  return useMemo(() => lab.nowMicros().at, [lab, path, epoch]);
}

/** Every page's props. */
export interface PageProps {
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
}

function Page({
  path,
  lesson,
  ...props
}: PageProps & { readonly path: string; readonly lesson: LessonState }) {
  const route = routeOf(path);
  if (route.page === 'home') return <HomePage {...props} />;
  if (route.page === 'workbench') return <WorkbenchPage {...props} />;
  if (route.page === 'glossary') return <GlossaryPage />;
  if (route.page === 'watch') return <WatchPage {...props} />;
  if (route.page === 'open') return <OpenPage {...props} />;
  if (route.page === 'class') return <ClassPage path={path} {...props} />;
  if (route.page === 'lesson' && lessonAbout(route.lesson))
    return <LessonPage lesson={route.lesson} state={lesson} {...props} />;
  return <NotFound />;
}

function useTitle(path: string) {
  useEffect(() => {
    document.title = titleOf(path);
  }, [path]);
}

function titleOf(path: string): string {
  const route = routeOf(path);
  if (route.page === 'home') return 'Wire 101';
  if (route.page === 'workbench') return 'Free lab · Wire 101';
  if (route.page === 'glossary') return 'Glossary · Wire 101';
  if (route.page === 'watch') return 'Watching · Wire 101';
  if (route.page === 'open') return 'A recording · Wire 101';
  if (route.page === 'class') return 'Class · Wire 101';
  const title = route.page === 'lesson' ? lessonAbout(route.lesson)?.title : undefined;
  return `${title ?? 'No such page'} · Wire 101`;
}

/** After a move to another page, reading and Tab start at its content, not at the link. */
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
