import { definePrediction, type Step } from '../define';
import { bytes, milliseconds, Phrase } from '../prose';
import { exchangesOf, isAnswered, pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const KEPT = 'kept';

export const endsStep: Step = {
  id: 'ends',
  title: 'What ends a response, and what ends a connection?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>In the previous step, each connection ended with its response, as if both were the same thing.</p>
        <p>
          Now the same browser asks the same server twice, and neither side says <code>close</code>. The
          second request leaves when the first response is complete.
        </p>
        <p>
          The <strong>Ladder</strong> shows both: time runs down, and each arrow is one message on its way
          from end to end. The <strong>Inspector</strong> takes the selected one apart.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: KEPT,
      code: "await (await fetch('echo')).text()\nawait (await fetch('echo')).text()",
      prediction: definePrediction({
        question: 'The first response is over. What about its connection?',
        answers: {
          ends: 'It ends with the response',
          stays: 'It stays open, and carries the second request',
        },
        verdict: verdictOfKept,
      }),
      action: {
        label: 'Ask twice',
        run: async (lab) => {
          await (await lab.fetch('echo')).text();
          await (await lab.fetch('echo')).text();
        },
      },
      until: (traffic) => verdictOfKept(traffic) !== null,
      waiting: (traffic) =>
        exchangesOf(traffic).length >= 2 && verdictOfKept(traffic) === null
          ? 'The second request went over another connection, although the first is still open: your browser had more than one at hand. Ask again.'
          : null,
      focus: (traffic) => {
        const first = exchangesOf(traffic)[0]?.response;
        return first ? pointAt(traffic.capture, first, 'Content-Length') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'A response says by itself how long its body is, with Content-Length or in chunks. Only a body without either ends with its connection (RFC 9112 §6.3).',
    ask: 'How would a browser know that a picture is complete if the end of the connection were the only sign, and the cable were cut?',
    answer:
      'It could not. When the server’s program dies, its system may end the connection as if everything had been sent; when the cable is cut, nothing comes at all. With a length, the browser can tell that a response is incomplete (RFC 9112 §8).',
  },
};

function verdictOfKept(traffic: Traffic): 'ends' | 'stays' | null {
  const [first, second] = exchangesOf(traffic);
  if (!first || !second || !isAnswered(first) || !isAnswered(second)) return null;
  if (first.connection.id === second.connection.id) return 'stays';
  return first.connection.ends.some(({ at }) => at <= second.request.at) ? 'ends' : null;
}

function See() {
  const { run } = useLesson();
  const [first, second] = exchangesOf(run.tasks.traffic(KEPT));
  if (!first?.response || !second?.response) return null;
  const { decoder } = run.capture;
  return (
    <p>
      <Phrase unit={first.response} field="Content-Length">
        Content-Length
      </Phrase>{' '}
      says that {bytes(decoder.contentOf(first.response).length)} follow the header, so your browser knew the
      last byte when it came. {milliseconds(first.response.until, second.request.at)} later{' '}
      <Phrase unit={second.request}>the second request</Phrase> came over the same connection, from port{' '}
      {second.connection.client.port}. The length ends a response (RFC 9112 §6.3). A connection ends when one
      side closes it: after a message with <code>close</code>, after a timeout, or whenever it wants (§9.3,
      §9.5).
    </p>
  );
}
