import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { Message } from './Message';

interface State {
  readonly error: unknown;
}

/** Catches a mistake of the page itself, so that the student reads a sentence instead of an empty page. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Message title="This page broke">
        <p>
          That is a mistake in the course, not yours, and the server and your connections know nothing of it.
          Reload: you get a fresh lab, and your place in the course is kept.
        </p>
        <p>
          <Button kind="primary" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </p>
        <p>
          What the browser says: <code>{String(error)}</code>
        </p>
      </Message>
    );
  }
}
