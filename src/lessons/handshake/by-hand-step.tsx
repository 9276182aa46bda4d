import { lazy, Suspense } from 'react';
import { definePrediction, type Step } from '../define';
import { SAMPLE_KEY } from '../parts/requests';
import { switchedOf } from '../traffic';
import { headerIn, keyTaken, whyNoSwitch } from './answers';

const BY_HAND = 'by-hand';

/** The lesson does not begin with it. */
const Editor = lazy(() => import('./by-hand-editor'));
const Seen = lazy(() => import('./by-hand-seen'));

export const byHandStep: Step = {
  id: 'by-hand',
  title: 'Type it yourself',
  picture: 'figure',
  isTall: true,
  Figure: Editor,
  Prose() {
    return (
      <>
        <p>
          You can type a handshake by hand. Here is one for this lab; it goes over a connection of its own
          exactly as shown, each line end as the two bytes <code>\r\n</code>.
        </p>
        <p>
          One thing is missing: the key. RFC 6455 printed one in 2011, for everybody to read:{' '}
          <code>{SAMPLE_KEY}</code>. Write it after <code>Sec-WebSocket-Key:</code>.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BY_HAND,
      prediction: definePrediction({
        question: 'You use the key that is printed in the RFC. Does the server agree?',
        answers: { yes: 'Yes: it only has to be well-formed', no: 'No: a used key is refused' },
        verdict: keyTaken,
      }),
      until: (traffic) => switchedOf(traffic) !== null,
      waiting: whyNoSwitch,
      focus: (traffic) => headerIn(traffic, switchedOf(traffic), 'Sec-WebSocket-Accept'),
      See: () => (
        <Suspense>
          <Seen id={BY_HAND} />
        </Suspense>
      ),
    },
  ],
  notes: {
    minutes: 7,
    say: 'Let someone from the room dictate the lines. Leave the last empty line out first: the server waits, and so does everybody.',
    ask: 'Which of these lines could be left out, and which could come in another order?',
    answer:
      'Origin, if the client is not a browser, and the offers of extensions and subprotocols. Host, Upgrade, Connection, the key and the version must be there (RFC 6455 §4.2.1). The request line comes first; the order of different fields means nothing (RFC 9110 §5.3).',
  },
};
