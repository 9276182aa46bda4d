import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { NOTES_PATH } from './app/present/notes-channel';
import { createLabSession } from './lab/create-lab-session';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('root')!;
if (location.pathname.replace(/\/$/, '') === NOTES_PATH) {
  // The speaker's window watches nothing: it is told by the page that presents.
  void import('./app/present/NotesPage').then(({ showNotes }) => showNotes(root));
} else {
  const lab = createLabSession({ origin: location.origin });
  createRoot(root).render(
    <ErrorBoundary>
      <App lab={lab} />
    </ErrorBoundary>,
  );
}
