import type { Selection } from '../../timeline/pointing';
import { definePrediction, type Step } from '../define';
import { bytes, milliseconds, Phrase, Term } from '../prose';
import { answeredOf, exchangesOf, pointAt, switchedOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { isStripped } from './answers';

/** The task whose handshake the next steps read. */
export const OPEN = 'open';

const ANSWERS = {
  page: 'A page, as after 200 OK',
  settings: 'The settings of the WebSocket',
  message: 'The server’s first message',
  none: 'Nothing: it has no body',
};

export const switchStep: Step = {
  id: 'switch',
  title: 'How does a connection change its language?',
  picture: 'wire',
  Prose() {
    return (
      <>
        <p>
          Your browser and this server speak HTTP: the browser asks, the server answers and never speaks
          first. A WebSocket begins the same way, with a <Term of="method">GET</Term> request. Its{' '}
          <Term of="header-field">header fields</Term> ask: may this connection <em>change its protocol</em>?
        </p>
        <p>
          If the server agrees, it answers <em>101 Switching Protocols</em>. From the next byte on, neither
          side speaks HTTP on this connection.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: OPEN,
      prediction: definePrediction({
        question: 'The server answers 101 Switching Protocols. What does the body of that response hold?',
        answers: ANSWERS,
        verdict: bodyOf,
      }),
      action: { label: 'Open a WebSocket', run: (lab) => void lab.openWebSocket() },
      until: (traffic) => switchedOf(traffic) !== null,
      waiting: whatHappensInstead,
      focus: emptyLineIn,
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Everything on the stage is real: this machine’s browser, this machine’s port. Pause the stage after the request and let the room look at it before the answer.',
    ask: 'Who has seen 101 in the Network panel before? Why must it be a 1xx code and not 200?',
    answer:
      'After a 200 the connection goes on in HTTP. 101 is informational: it has no body and ends with its empty line (RFC 9110 §15.2), and the new protocol is in effect right after it (§15.2.2).',
  },
};

/** What the server's answer holds after its header section; null for anything but nothing or a page. */
function bodyOf(traffic: Traffic): keyof typeof ANSWERS | null {
  const answered = answeredOf(traffic);
  if (!answered) return null;
  if (traffic.capture.decoder.contentOf(answered.response).length === 0) return 'none';
  return answered.answered.status === 200 ? 'page' : null;
}

/** The line after which a body would stand. */
function emptyLineIn(traffic: Traffic): Selection | null {
  const switched = switchedOf(traffic);
  return switched && pointAt(traffic.capture, switched.response, 'Empty line');
}

function See() {
  const { run } = useLesson();
  const { capture } = run;
  const switched = switchedOf(run.tasks.traffic(OPEN));
  if (!switched) return null;
  const { request, response, connection } = switched;
  const blank = pointAt(capture, response, 'Empty line').range;
  return (
    <>
      <p>
        <Phrase unit={request}>The request</Phrase> of {bytes(request.end - request.start)} came from port{' '}
        {connection.client.port}; {milliseconds(request.until, response.at)} later the server wrote{' '}
        <Phrase unit={response} field="Status code">
          101
        </Phrase>
        : <Phrase unit={response}>a response</Phrase> of {bytes(response.end - response.start)}.
      </p>
      <p>
        {blank ? (
          <>
            Its{' '}
            <Phrase unit={response} range={blank}>
              empty line
            </Phrase>{' '}
            is the last of HTTP here: a 101 has no body, and the new protocol is in effect after it
          </>
        ) : (
          'Its empty line is the last of HTTP here: a 101 has no body, and the new protocol is in effect after it'
        )}{' '}
        (RFC 9110 §15.2, §15.2.2).
      </p>
    </>
  );
}

/** What to say when the handshake did not end as it should: nothing came, or something in between changed it. */
function whatHappensInstead(traffic: Traffic): string | null {
  if (isStripped(traffic)) {
    return 'Your browser asked for a WebSocket, but the request came to the server without its Upgrade field. Something on the way, such as a proxy or an extension, removed it, so no switch can happen here.';
  }
  const answer = exchangesOf(traffic).at(-1)?.answered;
  if (answer) return `The server answered ${answer.status} ${answer.reason}, so the protocol stays HTTP.`;
  const hasFailed = traffic.calls.some(({ kind }) => kind === 'close' || kind === 'error');
  if (!hasFailed) return null;
  return 'Your browser gave up, and none of its requests reached the server: something on the way, or an extension, blocks WebSockets.';
}
