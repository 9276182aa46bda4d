import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { capitalised, inWords, milliseconds, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { DelayControl, delayOf } from './delay';
import { microsOf, overheadPerMessage } from './measure';
import { HELD_MS } from './openers';
import { BOTH, TWO, twoTask } from './two-task';
import { GAP_MS, MESSAGES, runWays, SILENCE_MS, WAYS, wayIn, waysIn } from './ways';
import { WaysFigure } from './ways-figure';

/** Later steps and the recap compute with its figures. */
export const FIVE = 'five';

export const waysStep: Step = {
  id: 'ways',
  title: 'The same messages, five ways',
  picture: 'figure',
  Figure({ task }) {
    const { run } = useLesson();
    return <WaysFigure traffic={run.tasks.traffic(task)} columns={task === TWO ? BOTH : WAYS} />;
  },
  Prose() {
    return (
      <>
        <p>
          Server and browser have {MESSAGES} short messages each for the other: about one every {GAP_MS} ms,
          with {SILENCE_MS / 1000}&nbsp;s of silence in the middle. They are sent in five ways, one after
          another: <em>short polling</em>, <em>long polling</em>, <em>server-sent events</em> (SSE),{' '}
          <em>WebSocket</em> and <em>Socket.IO</em>. Where the server’s messages come over HTTP, each message
          from the browser is a POST. <em>Overhead</em> is every byte on the wire that is not the text of a
          message.
        </p>
        <p>
          You set the delay, and the lab really adds it. The run takes about half a minute, and the stage
          shows it in real time.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: FIVE,
      prediction: definePrediction({
        question: 'How many bytes of overhead does short polling send for each one that WebSocket sends?',
        answers: { two: 'About two', ten: 'About ten', dozens: 'Dozens' },
        verdict: (traffic, run) => timesOf(traffic, run),
      }),
      Controls: DelayControl,
      action: {
        label: 'Send all five ways',
        run: (lab, run) => runWays(lab, run, WAYS, delayOf(run)),
      },
      until: (traffic, run) => waysIn(traffic, run).length === WAYS.length,
      waiting: (traffic, run) => {
        const done = waysIn(traffic, run).length;
        return done === 0 && traffic.calls.length === 0
          ? null
          : `Measured so far: ${outOf(done, WAYS.length)} ways.`;
      },
      See,
    },
    twoTask,
  ],
  notes: {
    minutes: 8,
    say: 'Set the delay that your users have, each way: about 5 ms in a city, 20 ms across a continent, 50 ms across an ocean, 100 ms or more to the other side of the world. While it runs, watch the wire: which way opens connections, and which is busy in the silence?',
    ask: 'Which row of the table would a user notice, and which one would only the operator notice?',
    answer:
      'A user notices latency. The operator pays for bytes, connections and requests, above all for requests that bring nothing. Short polling is late because news waits for the next request (RFC 6202 §2.1); its bytes are start lines and header fields, which each request and each response repeats (RFC 9112 §2.1).',
  },
};

/** How many times the overhead of WebSocket short polling has. */
function timesOf(traffic: Traffic, run: LessonRun): 'two' | 'ten' | 'dozens' | null {
  const times = ratioOf(traffic, run);
  if (times === null) return null;
  if (times < 5) return 'two';
  return times < 20 ? 'ten' : 'dozens';
}

function ratioOf(traffic: Traffic, run: LessonRun): number | null {
  if (waysIn(traffic, run).length < WAYS.length) return null;
  const short = wayIn(traffic, run, 'short');
  const websocket = wayIn(traffic, run, 'websocket');
  return short && websocket
    ? overheadPerMessage(short.measures) / overheadPerMessage(websocket.measures)
    : null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(FIVE);
  const times = ratioOf(traffic, run);
  const measured = waysIn(traffic, run);
  const [short, long, events, websocket] = measured.map(({ measures }) => measures);
  if (times === null || !short || !long || !events || !websocket) return null;
  const slowest = short.latency.server?.p50;
  const quickest = websocket.latency.server?.p50;
  return (
    <>
      <p>
        {times.toFixed(0)} times:{' '}
        <Phrase unit={short.messages.client[0]?.unit}>
          {Math.round(overheadPerMessage(short)).toLocaleString('en-US')} bytes
        </Phrase>{' '}
        for each message over short polling,{' '}
        <Phrase unit={websocket.messages.client[0]?.unit}>
          {Math.round(overheadPerMessage(websocket)).toLocaleString('en-US')}
        </Phrase>{' '}
        over WebSocket, its handshake included. {capitalised(inWords(short.empty.length))}{' '}
        {short.empty.length === 1 ? 'request' : 'requests'} brought{' '}
        <Phrase unit={short.empty[0]}>nothing</Phrase>. With a response that stays open or a WebSocket,
        waiting costs no requests. A held request is asked again only when its time is up, here after{' '}
        {HELD_MS / 1000} s, so this silence cost none.
      </p>
      {slowest && quickest && (
        <p>
          With short polling, half of the server’s messages left within{' '}
          <Phrase unit={slowest.unit}>{milliseconds(0, microsOf(slowest))}</Phrase>, and over WebSocket within{' '}
          <Phrase unit={quickest.unit}>{milliseconds(0, microsOf(quickest))}</Phrase>, where{' '}
          {measured[0]?.delayMs} ms is the least that the lab allows. With server-sent events it was{' '}
          {events.latency.server ? milliseconds(0, microsOf(events.latency.server.p50)) : 'not measured'}.
          There, only the browser’s messages cost a request each. The stage marks that response as cut off:
          the page closed it at the end.
        </p>
      )}
    </>
  );
}
