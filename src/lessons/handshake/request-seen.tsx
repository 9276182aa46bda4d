import type { ReactNode } from 'react';
import { inWords, Phrase } from '../prose';
import { answeredOf, header, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

interface SeeProps {
  readonly traffic: Traffic;
}

const SEEN: Readonly<Record<string, (props: SeeProps) => ReactNode>> = {
  'fetch-upgrade': SeeFetch,
  authorization: SeeAuthorization,
};

/** What this run has shown, by the task's id. */
export default function RequestSeen({ id }: { readonly id: string }) {
  const See = SEEN[id]!;
  return <See traffic={useLesson().run.tasks.traffic(id)} />;
}

function SeeFetch({ traffic }: SeeProps) {
  const answered = answeredOf(traffic);
  if (!answered) return <p>{traffic.calls.at(-1)?.detail}</p>;
  const { asked, request, response, answered: answer } = answered;
  const upgrade = header(asked, 'Upgrade');
  if (upgrade !== null) {
    return <p>This browser let Upgrade pass, and the server answered {answer.status}.</p>;
  }
  return (
    <p>
      <Phrase unit={request}>The request</Phrase> has {inWords(asked.headers.length)} fields, but not the two
      that you wrote: Upgrade is gone, and Connection says “{header(asked, 'Connection') ?? 'nothing'}”. Both
      are forbidden to pages (Fetch Standard, forbidden request-header). The server answered{' '}
      <Phrase unit={response} field="Status code">
        {answer.status}
      </Phrase>
      , as to any request.
    </p>
  );
}

function SeeAuthorization({ traffic }: SeeProps) {
  const error = traffic.calls.find(({ kind }) => kind === 'error');
  return (
    <p>
      {error && (
        <>
          The browser says: <code>{error.detail}</code> No request was sent.{' '}
        </>
      )}
      The constructor takes a URL and subprotocols, nothing else. A page can say who you are with a cookie, in
      the URL, as a subprotocol or in its first message. A server may also use HTTP authentication or TLS
      client certificates, which are up to the browser (RFC 6455 §10.5).
    </p>
  );
}
