import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { createLabSession } from './lab/create-lab-session';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';

const lab = createLabSession({ origin: location.origin });
createRoot(document.getElementById('root')!).render(
  <ErrorBoundary>
    <App lab={lab} />
  </ErrorBoundary>,
);
