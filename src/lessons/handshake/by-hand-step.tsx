import { lazy } from 'react';
import { definePrediction, type Step } from '../define';
import { SAMPLE_KEY } from '../parts/requests';
import { bytes, Phrase } from '../prose';
import { header, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { headerIn, keyTaken, whyNoSwitch } from './answers';

const BY_HAND = 'by-hand';

/** The lesson does not begin with it. */
const Editor = lazy(() => import('./by-hand-editor'));

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
          You can type a handshake by hand. Here is one for this lab; its text goes over a connection of its
          own exactly as shown, each line end as the two bytes <code>\r\n</code>.
        </p>
        <p>
          One thing is missing: the key. RFC 6455 printed one in 2011, for everybody to read:{' '}
          <code>{SAMPLE_KEY}</code>. Does a server still accept it?
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
      See,
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

function See() {
  const { run } = useLesson();
  const switched = switchedOf(run.tasks.traffic(BY_HAND));
  if (!switched) return null;
  const { request, response, asked, answered } = switched;
  const isSample = header(asked, 'Sec-WebSocket-Key') === SAMPLE_KEY;
  return (
    <p>
      <Phrase unit={request}>{bytes(request.end - request.start)}</Phrase> by hand, and the server agreed. It
      answered{' '}
      <Phrase unit={response} field="Sec-WebSocket-Accept">
        {header(answered, 'Sec-WebSocket-Accept')}
      </Phrase>
      {isSample ? ', the value that RFC 6455 §1.3 prints beside that key' : ''}. No secret was needed.
    </p>
  );
}
