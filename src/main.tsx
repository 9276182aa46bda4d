import { lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { NOTES_PATH } from './app/present/notes-channel';
import { currentPath, sessionOf } from './app/router';
import { createLabSession } from './lab/create-lab-session';
import type { LabSession } from './lab/session';
import { browserStore, lessons, migrateProgress, withPlaces } from './lessons';
import { ROOT } from './ui/address';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';

// A relative address would follow the page's own, which changes without a load.
for (const link of document.querySelectorAll('link')) link.setAttribute('href', link.href);
const root = document.getElementById('root')!;
const session = sessionOf(currentPath());
if (currentPath().replace(/\/$/, '') === NOTES_PATH) {
  // The speaker's window watches nothing: it is told by the page that presents.
  void import('./app/present/NotesPage').then(({ showNotes }) => showNotes(root));
} else if (session === 'recording') {
  void import('./lab/recorded-session').then(({ createRecordedSession }) => show(createRecordedSession()));
} else show(createLabSession({ root: ROOT, lab: session?.lab ?? null }));

function show(lab: LabSession): void {
  const earlier = withPlaces(
    lessons.map(({ id }) => id),
    browserStore(),
  );
  const Course = earlier.length === 0 ? App : migrated(earlier);
  createRoot(root).render(
    <ErrorBoundary>
      <Suspense>
        <Course lab={lab} />
      </Suspense>
    </ErrorBoundary>,
  );
}

/** The course, after progress that was kept by an earlier version has been migrated. */
function migrated(earlier: readonly string[]) {
  return lazy(async () => {
    await migrateProgress(earlier, browserStore());
    return { default: App };
  });
}
