import { definePrediction, type Experiment } from '../define';
import type { LessonRun } from '../lesson-run';
import { bytes, milliseconds, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { DelayControl, delayOf } from './delay';
import { microsOf, overheadPerMessage } from './measure';
import { type MeasuredWay, runWays, type Way, wayIn, waysIn } from './ways';

export const TWO = 'two';
export const BOTH: readonly Way[] = ['websocket', 'socketio'];

/** Differences below this, and below a tenth, are this machine’s noise. */
const ALIKE_MICROS = 8_000;

/** The two that end up on the same kind of connection, beyond the core of the first step. */
export const twoTask: Experiment = {
  kind: 'experiment',
  id: TWO,
  title: 'WebSocket or Socket.IO?',
  isOptional: true,
  prediction: definePrediction({
    question:
      'Send the same over these two, with another delay. Half of the server’s messages arrive within a time called p50. Over which is it shorter?',
    answers: {
      websocket: 'Over WebSocket, clearly',
      socketio: 'Over Socket.IO, clearly',
      alike: 'Neither: they differ by a few milliseconds at most',
    },
    verdict: (traffic, run) => quicker(traffic, run),
  }),
  Controls: DelayControl,
  action: {
    label: 'Send over both',
    run: (lab, run) => runWays(lab, run, BOTH, delayOf(run)),
  },
  until: (traffic, run) => waysIn(traffic, run).length === BOTH.length,
  waiting: (traffic, run) =>
    traffic.calls.length === 0
      ? null
      : `Measured so far: ${outOf(waysIn(traffic, run).length, BOTH.length)} ways.`,
  See,
};

/** The p50 of the server’s messages over each of the two; null until both are measured. */
function medians(traffic: Traffic, run: LessonRun) {
  const both = BOTH.map((way) => wayIn(traffic, run, way)?.measures.latency.server?.p50);
  const [websocket, socketio] = both;
  return websocket && socketio ? { websocket, socketio } : null;
}

function quicker(traffic: Traffic, run: LessonRun): 'websocket' | 'socketio' | 'alike' | null {
  const found = medians(traffic, run);
  if (!found) return null;
  const [websocket, socketio] = [microsOf(found.websocket), microsOf(found.socketio)];
  if (Math.abs(websocket - socketio) < Math.max(ALIKE_MICROS, websocket / 10)) return 'alike';
  return websocket < socketio ? 'websocket' : 'socketio';
}

/** What the two cost in some traffic, in one paragraph; null until both are measured. */
export function TwoCompared({ traffic }: { readonly traffic: Traffic }) {
  const { run } = useLesson();
  const found = medians(traffic, run);
  const [websocket, socketio] = BOTH.map((way) => wayIn(traffic, run, way));
  if (!found || !websocket || !socketio) return null;
  return (
    <p>
      The p50 of the server’s messages was{' '}
      <Phrase unit={found.websocket.unit}>{milliseconds(0, microsOf(found.websocket))}</Phrase> over WebSocket
      and <Phrase unit={found.socketio.unit}>{milliseconds(0, microsOf(found.socketio))}</Phrase> over
      Socket.IO, with {websocket.delayMs} ms added by the lab. The overhead was{' '}
      {bytes(Math.round(overheadPerMessage(websocket.measures)))} a message against{' '}
      {bytes(Math.round(overheadPerMessage(socketio.measures)))}, and{' '}
      <Phrase unit={websocket.measures.first}>{bytes(websocket.measures.setupBytes)}</Phrase> against{' '}
      <Phrase unit={socketio.measures.first}>{bytes(socketio.measures.setupBytes)}</Phrase> passed before the
      first message.
    </p>
  );
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(TWO);
  const first = firstEvent(wayIn(traffic, run, 'socketio'));
  return (
    <>
      <TwoCompared traffic={traffic} />
      <p>
        {quicker(traffic, run) === 'alike' && 'Half of the messages took about as long either way. '}
        <Slowest traffic={traffic} /> What Socket.IO adds to <Phrase unit={first}>a message</Phrase> is its
        packet: <code>42</code>, the event’s name, brackets.
      </p>
    </>
  );
}

/** The slowest messages of the server, which a median does not show. */
function Slowest({ traffic }: { readonly traffic: Traffic }) {
  const { run } = useLesson();
  const [websocket, socketio] = BOTH.map((way) => wayIn(traffic, run, way)?.measures.latency.server?.p99);
  if (!websocket || !socketio) return null;
  return (
    <>
      The slowest took <Phrase unit={websocket.unit}>{milliseconds(0, microsOf(websocket))}</Phrase> over
      WebSocket and <Phrase unit={socketio.unit}>{milliseconds(0, microsOf(socketio))}</Phrase> over
      Socket.IO, in this one run.
    </>
  );
}

const firstEvent = (measured: MeasuredWay | null) =>
  measured?.measures.messages.server.find(({ unit }) => unit.layer === 'websocket')?.unit ?? null;
