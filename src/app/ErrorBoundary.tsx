import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { Message } from './Message';

interface State {
  readonly error: unknown;
}

/** Catches an error of the page itself and shows a sentence instead of an empty page. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const isUnfetched = isFetchError(error);
    return (
      <Message title={isUnfetched ? 'A part of the page did not load' : 'This page broke'}>
        <p>
          {isUnfetched
            ? 'The server did not send it: the server was stopped, or replaced by a newer version of the course. Check that the server is running, then reload.'
            : 'That is a mistake in the course, not yours. Reload: you get a fresh lab, and your place in the course is kept.'}
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

/** Each browser words a failed module fetch differently. */
function isFetchError(error: unknown): boolean {
  return error instanceof TypeError && /import|module|fetch|load/i.test(error.message);
}
