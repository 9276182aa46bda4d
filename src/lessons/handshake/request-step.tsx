import { lazy, Suspense } from 'react';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { inWords, Phrase, Term } from '../prose';
import { answeredOf, exchangesOf, header, pointAt, switchedOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { OPEN } from './switch-step';

/** The lesson does not begin with it. */
const HeaderTour = lazy(async () => ({ default: (await import('./header-tour')).HeaderTour }));

const FETCH = 'fetch-upgrade';
const AUTHORIZATION = 'authorization';

export const requestStep: Step = {
  id: 'request',
  title: 'What does the browser ask?',
  picture: 'inspector',
  needs: OPEN,
  Prose() {
    const { run } = useLesson();
    const switched = switchedOf(run.tasks.traffic(OPEN));
    const request = switched?.request;
    const has = (name: string) => switched !== null && header(switched.asked, name) !== null;
    return (
      <>
        <p>
          <Phrase unit={request} field="Upgrade">
            Upgrade
          </Phrase>{' '}
          names the new protocol, and{' '}
          <Phrase unit={request} field="Connection">
            Connection
          </Phrase>{' '}
          says that this field is for the next hop only, a proxy or the server. A{' '}
          <Phrase unit={request} field="Sec-WebSocket-Version">
            version
          </Phrase>
          , a random{' '}
          <Phrase unit={request} field="Sec-WebSocket-Key">
            key
          </Phrase>{' '}
          and the{' '}
          <Phrase unit={request} field="Origin">
            origin
          </Phrase>{' '}
          go with it: the scheme, host and port that this page came from.
          {has('Sec-WebSocket-Extensions') && (
            <>
              {' '}
              Your browser also offers{' '}
              <Phrase unit={request} field="Sec-WebSocket-Extensions">
                extensions
              </Phrase>
              , which add to frames what both ends agree on, such as compression.
            </>
          )}{' '}
          {has('Sec-WebSocket-Protocol') ? 'It asks for a ' : 'No '}
          <Term of="header-sec-websocket-protocol">subprotocol</Term>
          {has('Sec-WebSocket-Protocol') ? '.' : ' was asked for.'}
        </p>
        <Suspense>{request && <HeaderTour unit={request} />}</Suspense>
        <p>The browser has written all of it. Can a page write it, too?</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: FETCH,
      title: 'With fetch()',
      code: "fetch(url, {\n  headers: { Upgrade: 'websocket', Connection: 'Upgrade' },\n})",
      prediction: definePrediction({
        question: 'What arrives at the server?',
        answers: {
          with: 'A request with both fields',
          without: 'A request without them',
          throws: 'Nothing: fetch throws',
        },
        verdict: verdictOfFetch,
      }),
      action: {
        label: 'Run fetch()',
        run: (lab) => lab.fetch('ws', { headers: { Upgrade: 'websocket', Connection: 'Upgrade' } }),
      },
      until: (traffic) => verdictOfFetch(traffic) !== null,
      focus: focusOfRequest,
      See: SeeFetch,
    },
    {
      kind: 'experiment',
      id: AUTHORIZATION,
      title: 'With the constructor',
      code: "new WebSocket(url, {\n  headers: { Authorization: 'Bearer 42' },\n})",
      prediction: definePrediction({
        question: 'What arrives at the server?',
        answers: {
          with: 'A handshake with Authorization',
          without: 'A handshake without it',
          throws: 'Nothing: the constructor throws',
        },
        by: 'run',
        verdict: verdictOfAuthorization,
      }),
      action: { label: 'Run the constructor', run: openWithHeaders },
      until: (traffic) => verdictOfAuthorization(traffic) !== null,
      focus: focusOfRequest,
      See: SeeAuthorization,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Point at one field at a time. No page can set a field that begins with Sec-: that is what the prefix is for.',
    ask: 'If a page could write Upgrade and the key by itself, what could it do to a server that was never meant to speak WebSocket?',
    answer:
      'It could pass off an ordinary request as a handshake, and then write bytes of its choice to a server that would read them as its own protocol. The strict handshake, with fields that a page cannot set, is there to prevent that (RFC 6455 §1.6).',
  },
};

function SeeFetch() {
  const { run } = useLesson();
  const answered = answeredOf(run.tasks.traffic(FETCH));
  if (!answered) return <p>{run.tasks.traffic(FETCH).calls.at(-1)?.detail}</p>;
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

function SeeAuthorization() {
  const { run } = useLesson();
  const error = run.tasks.traffic(AUTHORIZATION).calls.find(({ kind }) => kind === 'error');
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

function verdictOfFetch(traffic: Traffic): 'with' | 'without' | 'throws' | null {
  const { asked } = exchangesOf(traffic).at(-1) ?? {};
  if (asked && answeredOf(traffic)) return header(asked, 'Upgrade') === null ? 'without' : 'with';
  return traffic.units.length === 0 && traffic.calls.some(({ kind }) => kind === 'error') ? 'throws' : null;
}

function verdictOfAuthorization(traffic: Traffic): 'with' | 'without' | 'throws' | null {
  const { asked } = exchangesOf(traffic).at(-1) ?? {};
  if (asked) return header(asked, 'Authorization') === null ? 'without' : 'with';
  return traffic.calls.some(({ kind }) => kind === 'error') ? 'throws' : null;
}

function focusOfRequest(traffic: Traffic) {
  const request = exchangesOf(traffic).at(-1)?.request;
  return request ? pointAt(traffic.capture, request) : null;
}

/** What people try. */
function openWithHeaders(lab: LabSession): void {
  try {
    const { socket, close } = lab.openWebSocket({ protocols: { headers: { Authorization: 'Bearer 42' } } });
    socket.addEventListener('open', () => close(1000));
  } catch (error) {
    // The lab has recorded what the browser threw.
    if (!(error instanceof DOMException)) throw error;
  }
}
