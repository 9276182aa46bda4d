import { lazy, Suspense } from 'react';
import type { LabSession } from '../../lab/session';
import type { Experiment, Prediction, Step } from '../define';
import { FOREIGN_ORIGIN } from '../parts/raw-templates';
import { type HandshakeOptions, handshakeText, wireBytes } from '../parts/requests';
import { answeredOf } from '../traffic';
import { statusCodeIn, verdictOf, whyNoSwitch } from './answers';

/** The lesson does not begin with it. */
const Seen = lazy(() => import('./break-seen'));

export const breakStep: Step = {
  id: 'break',
  title: 'What if the question is wrong?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        A browser makes no mistakes in its handshake. So a small client beside the server sends ours, as they
        are. In each, one thing is wrong or missing. Without a 101, the server’s answer is ordinary HTTP, and
        the connection stays HTTP.
      </p>
    );
  },
  tasks: [
    broken({
      id: 'wrong-version',
      title: 'Sec-WebSocket-Version: 12',
      answers: {
        'status-101': '101, with version 12',
        'status-400': '400 Bad Request',
        'status-426': '426 Upgrade Required',
        'status-505': '505 HTTP Version Not Supported',
      },
      label: 'Ask for version 12',
      run: byHand({ version: '12' }),
    }),
    broken({
      id: 'foreign-origin',
      title: `Origin: ${FOREIGN_ORIGIN}`,
      answers: {
        'status-101': '101: any page may connect',
        'status-200': '200, without CORS headers',
        'status-403': '403 Forbidden',
      },
      label: 'Send a foreign Origin',
      run: byHand({ origin: FOREIGN_ORIGIN }),
    }),
    broken({
      id: 'no-key',
      title: 'No Sec-WebSocket-Key',
      isOptional: true,
      answers: {
        'status-101': '101, with an empty accept',
        'status-400': '400 Bad Request',
        'status-401': '401 Unauthorized',
        'status-403': '403 Forbidden',
      },
      label: 'Ask without a key',
      run: byHand({ key: null }),
    }),
    broken({
      id: 'no-upgrade',
      title: 'A plain GET, by your browser',
      isOptional: true,
      question: 'The same URL, without Upgrade. What does this server answer?',
      answers: {
        'status-101': '101 Switching Protocols',
        'status-200': '200 OK',
        'status-400': '400 Bad Request',
        'status-426': '426 Upgrade Required',
      },
      label: 'Fetch the URL',
      run: (lab) => lab.fetch('ws'),
    }),
  ],
  notes: {
    minutes: 10,
    say: 'Take the votes before each button. A raw client sends these requests, since no page can write such fields.',
    ask: 'Which of these checks, if it were missing, would you most easily overlook in a code review?',
    answer:
      'Origin: everything works without that check. Any page on the Web can then open a connection from your user’s browser, with your user’s cookies unless SameSite holds them back (RFC 6455 §10.2). This lab also takes the origin null, which its own pages in frames have. Any sandboxed frame has it, so a server of yours should refuse it.',
  },
};

interface Broken extends Pick<Experiment, 'id' | 'isOptional'> {
  readonly title: string;
  readonly question?: string;
  /** By `status-` and the status code. */
  readonly answers: Prediction['answers'];
  readonly label: string;
  readonly run: (lab: LabSession) => Promise<unknown>;
}

function broken({
  question = 'What does this server answer?',
  answers,
  label,
  run,
  ...rest
}: Broken): Experiment {
  return {
    ...rest,
    kind: 'experiment',
    prediction: { question, answers, verdict: verdictOf(answers) },
    action: { label, run },
    until: (traffic) => answeredOf(traffic) !== null,
    waiting: whyNoSwitch,
    focus: statusCodeIn,
    See: () => (
      <Suspense>
        <Seen id={rest.id} />
      </Suspense>
    ),
  };
}

function byHand(options: HandshakeOptions) {
  return async (lab: LabSession) => {
    if (lab.addresses) await lab.openRaw(wireBytes(handshakeText(lab.addresses, options)));
  };
}
