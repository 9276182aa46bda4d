import { type ControlsProps, definePrediction, type Step } from '../define';
import { Formula, timesOf } from '../parts/formula';
import { addedDelayOf, measureHttp } from '../parts/http-measures';
import { LoadControls } from '../parts/load-controls';
import { LoadsFigure } from '../parts/loads-figure';
import { isComplete, loadPage, loadsIn, measureLoad } from '../parts/page-loads';
import { milliseconds, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const COST = 'cost';
const VARY = 'vary';
const OBJECTS = 4;
const DELAY_MS = 50;
const COSTS_MS = [100, 500, 1000, 2000] as const;

export const costStep: Step = {
  id: 'cost',
  title: 'What does a new connection cost?',
  picture: 'figure',
  Figure: LoadsFigure,
  Prose() {
    return (
      <>
        <p>
          On this machine a round trip takes hardly any time. So the lab now delays everything by {DELAY_MS}{' '}
          ms, each way: a round trip takes {2 * DELAY_MS} ms, about as long as across an ocean.
        </p>
        <p>
          To open a connection, TCP takes one <Term of="round-trip">round trip</Term> before the first byte of
          the request (RFC 9293 §3.5); the request and its response take another. The lab charges both, and
          begins each load with no connection open.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: COST,
      prediction: definePrediction({
        question: `One document and ${OBJECTS} objects, one after another, ${2 * DELAY_MS} ms round trip: how long do the round trips alone take?`,
        answers: { 'ms-100': '0.1 s', 'ms-500': '0.5 s', 'ms-1000': '1 s', 'ms-2000': '2 s' },
        verdict: verdictOfCost,
      }),
      action: {
        label: 'Load the page from far away',
        run: (lab, run) => loadPage(lab, run, { way: 'close', objects: OBJECTS, delayMs: DELAY_MS }),
      },
      until: (traffic) => measureHttp(traffic).answered === OBJECTS + 1,
      waiting: progress,
      See,
    },
    {
      kind: 'experiment',
      id: VARY,
      title: 'Your own numbers',
      Controls: Vary,
      until: (traffic, run) =>
        loadsIn(traffic, run).some((load) => isComplete(load, measureLoad(run.capture, load))),
      waiting: progress,
      See: SeeVaried,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Write the formula on the board before the second task: (1 + N) × 2 × RTT. Let the room choose N and the delay, and compute before you press.',
    ask: 'Which of the two round trips could be saved, and which could not?',
    answer:
      'The one that opens the connection, if the connection stays open for the next request. The other one stays: no answer arrives before its question has.',
  },
};

function Vary({ task, isReady }: ControlsProps) {
  return <LoadControls task={task} isReady={isReady} ways={['close']} objects={8} delayMs={20} />;
}

/** What the round trips alone take at the delay of the wire: a busy machine is slower, but must not change the answer. */
export function verdictOfCost(traffic: Traffic): `ms-${(typeof COSTS_MS)[number]}` | null {
  const { answered, roundTrips, totalMicros } = measureHttp(traffic);
  if (answered < OBJECTS + 1 || totalMicros === null) return null;
  const least = Math.min(totalMicros, roundTrips * 2 * addedDelayOf(traffic)) / 1000;
  // A connection that the browser had ready cost nothing: that is not the load that was asked about.
  if (roundTrips < 2 * (OBJECTS + 1)) return null;
  const cost = COSTS_MS.findLast((ms) => least >= ms);
  return cost === undefined ? null : `ms-${cost}`;
}

function progress(traffic: Traffic): string | null {
  const { answered } = measureHttp(traffic);
  return answered > 0 ? `${answered} answered so far.` : null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(COST);
  const load = loadsIn(traffic, run).at(-1);
  const [first] = timesOf(traffic);
  const { roundTrips, requests } = measureHttp(traffic);
  if (!load || first === undefined) return null;
  return (
    <>
      <p>
        {milliseconds(0, first)} passed from the first byte of the document’s request to the last of its
        response: two round trips of about {2 * DELAY_MS} ms. One is for the connection. TCP opened it before
        that byte, but the lab cannot delay TCP’s own segments: it charges them after the byte.
        {roundTrips === 2 * requests && ' Each object paid the same again.'}
      </p>
      <Formula load={load} />
      {roundTrips < 2 * requests && (
        <p>
          On the wire it was {roundTrips} round trips and not {2 * requests}: your browser had opened a
          connection for something else meanwhile, and used it. Load the page again.
        </p>
      )}
    </>
  );
}

function SeeVaried() {
  const { run } = useLesson();
  const load = loadsIn(run.tasks.traffic(VARY), run).at(-1);
  return load ? <Formula load={load} /> : null;
}
