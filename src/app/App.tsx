import { LazyMotion } from 'framer-motion';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { LabSession } from '../lab/session';
import styles from './App.module.css';
import { lessonAbout } from './course';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { LabNotice } from './LabNotice';
import { LessonPage } from './LessonPage';
import { loadMotionFor } from './load-motion';
import { NotFound } from './NotFound';
import { routeOf, usePath } from './router';
import { type InstrumentParts, useInstrument } from './use-instrument';
import { useHelpKey } from './use-keys';

const HomePage = lazy(() => import('./HomePage'));

const WorkbenchPage = lazy(() => import('./WorkbenchPage'));
const KeysDialog = lazy(() => import('./KeysDialog'));
const ConnectDialog = lazy(() => import('./ConnectDialog'));

/** The course: header, the page that the address names, and what may open over it. */
export function App({ lab }: { readonly lab: LabSession }) {
  const path = usePath();
  const instrument = useInstrument(lab);
  const [open, setOpen] = useState<'keys' | 'connect' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  useHelpKey(useCallback(() => setOpen('keys'), []));
  const main = useFocusOnMove(path);
  const loadMotion = useCallback(() => loadMotionFor(lab), [lab]);
  useEffect(() => {
    document.title = titleOf(path);
  }, [path]);
  return (
    <LazyMotion features={loadMotion} strict>
      <a className={styles.skip} href="#main">
        Skip to the lesson
      </a>
      <div className={styles.app}>
        <Header path={path} onConnect={() => setOpen('connect')} onKeys={() => setOpen('keys')} />
        <LabNotice
          key={instrument.epoch}
          lab={lab}
          capture={instrument.capture}
          isRenewed={instrument.epoch > 0}
        />
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          <ErrorBoundary key={path}>
            <Suspense fallback={<p className={styles.loading}>Loading …</p>}>
              <Page key={`${path} ${instrument.epoch}`} path={path} lab={lab} instrument={instrument} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Suspense>
        {open === 'keys' && <KeysDialog onClose={close} />}
        {open === 'connect' && <ConnectDialog lab={lab} onClose={close} />}
      </Suspense>
    </LazyMotion>
  );
}

/** What every page gets. */
export interface PageProps {
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
}

function Page({ path, ...props }: PageProps & { readonly path: string }) {
  const route = routeOf(path);
  if (route.page === 'home') return <HomePage {...props} />;
  if (route.page === 'workbench') return <WorkbenchPage {...props} />;
  if (route.page === 'lesson') return <LessonPage lesson={route.lesson} {...props} />;
  return <NotFound />;
}

function titleOf(path: string): string {
  const route = routeOf(path);
  if (route.page === 'home') return 'Wire 101';
  if (route.page === 'workbench') return 'Free lab · Wire 101';
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
