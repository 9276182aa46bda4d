import { definePrediction, type Step } from '../define';
import { capitalised, inWords, milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import { DELAY_MS, MESSAGES, measureBurst, measureHttp, pollAndPost } from './ways';
import { WaysTable } from './ways-table';

const LONG_POLLING = 'long-polling';

export const pollingStep: Step = {
  id: 'polling',
  title: 'Could long polling do the same?',
  picture: 'figure',
  Figure: WaysTable,
  Prose() {
    return (
      <p>
        Before WebSocket, chats were built from two streams of requests: one that the server holds until it
        has something to say, and one more for each thing that you say. The same {inWords(MESSAGES)} messages
        each way, the same {DELAY_MS} ms.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LONG_POLLING,
      prediction: definePrediction({
        question: 'Besides the messages themselves: how many bytes does each message cost?',
        answers: { few: 'About as many as over WebSocket: fewer than 10', hundreds: 'Several hundred' },
        verdict: (traffic) => {
          const measures = measureHttp(traffic, true);
          return measures && (measures.overheadBytes / measures.messages < 10 ? 'few' : 'hundreds');
        },
      }),
      action: { label: 'Poll and post', run: pollAndPost },
      until: (traffic) => measureHttp(traffic, true) !== null,
      waiting: (traffic) => {
        const done = traffic.calls.filter(({ kind }) => kind === 'fetched').length;
        return done > 0
          ? `${capitalised(inWords(done))} ${done === 1 ? 'answer has' : 'answers have'} come.`
          : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'It works, and it worked for years. Count the connections on the stage: a held request keeps one for itself.',
    ask: 'For which application would you still choose it today?',
    answer:
      'Where news is rare, or where something on the way blocks WebSockets. Socket.IO begins with it for that reason. RFC 6202 says what it costs and how to do it well.',
  },
};

function See() {
  const { run } = useLesson();
  const polling = measureHttp(run.tasks.traffic(LONG_POLLING), true);
  const websocket = measureBurst(run.tasks.traffic('burst'));
  if (!polling) return null;
  const each = Math.round(polling.overheadBytes / polling.messages);
  return (
    <p>
      The messages of both sides arrived within {milliseconds(0, polling.tookMicros)}: the server’s did not
      wait for yours. But your {inWords(MESSAGES)} requests waited for each other, {inWords(MESSAGES)} round
      trips of {2 * DELAY_MS} ms as before, so any time beyond{' '}
      {milliseconds(0, MESSAGES * 2 * DELAY_MS * 1000)} was spent by this machine. Long polling also took{' '}
      {each.toLocaleString('en-US')} bytes besides each message, nearly all of them HTTP headers
      {websocket &&
        `; over your WebSocket it was ${Math.round(websocket.overheadBytes / websocket.messages)}: a frame’s header, and the masking key for your messages`}
      .
    </p>
  );
}
