import { lazy, Suspense } from 'react';
import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { answeredOf, exchangesOf, header, pointAt, type Traffic } from '../traffic';
import { OPEN } from './switch-step';

/** The lesson does not begin with them. */
const Asked = lazy(() => import('./request-prose'));
const Seen = lazy(() => import('./request-seen'));

const FETCH = 'fetch-upgrade';
const AUTHORIZATION = 'authorization';

export const requestStep: Step = {
  id: 'request',
  title: 'What does the browser ask?',
  picture: 'inspector',
  needs: OPEN,
  Prose: () => (
    <Suspense>
      <Asked />
    </Suspense>
  ),
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
      See: () => seenOf(FETCH),
    },
    {
      kind: 'experiment',
      id: AUTHORIZATION,
      title: 'A header field with new WebSocket()',
      isOptional: true,
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
      See: () => seenOf(AUTHORIZATION),
    },
  ],
  notes: {
    minutes: 8,
    say: 'Select one field at a time. No page can set a field that begins with Sec-: that is what the prefix is for.',
    ask: 'If a page could write Upgrade and the key by itself, what could it do to a server that was never meant to speak WebSocket?',
    answer:
      'It could pass off an ordinary request as a handshake, and then write bytes of its choice to a server that would read them as its own protocol. The strict handshake, with fields that a page cannot set, is there to prevent that (RFC 6455 §1.6).',
  },
};

const seenOf = (id: string) => (
  <Suspense>
    <Seen id={id} />
  </Suspense>
);

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
