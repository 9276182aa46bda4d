import { type ControlsProps, definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import type { HttpMeasures } from '../parts/http-measures';
import { LoadControls } from '../parts/load-controls';
import { LoadsFigure } from '../parts/loads-figure';
import { isComplete, loadsIn, measureLoad, type PageLoad, type Way } from '../parts/page-loads';
import { bytes, capitalised, inWords, milliseconds, outOf, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { mostSaved } from './goals';

const WAYS = 'ways';
const ALL: readonly Way[] = ['close', 'one', 'parallel', 'pipelined'];

export const waysStep: Step = {
  id: 'ways',
  title: 'Four ways to load a page',
  picture: 'figure',
  Figure: LoadsFigure,
  Prose() {
    return (
      <>
        <p>
          The same page in four ways. You know <em>A connection each</em>. <em>One by one, kept open</em>: the
          next request goes when the response is there. <em>The browser in parallel</em>: all objects at once,
          over as many connections as the browser chooses. <Term of="pipelining">Pipelined</Term>: all
          requests in one write on one connection, without waiting for answers.
        </p>
        <p>
          Browsers do not pipeline, so a small client beside the server does. It knows the names of the
          objects beforehand and writes only <code>Host</code>, so it needs few header bytes.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: WAYS,
      prediction: definePrediction({
        question:
          'Six objects one by one over a connection that is kept open, instead of a connection each: which of these falls by the largest share?',
        answers: { payload: 'Payload bytes', headers: 'Header bytes', 'round-trips': 'Round trips' },
        verdict: (traffic, run) => mostSaved(measured(traffic, run, 'close'), measured(traffic, run, 'one')),
      }),
      Controls: ({ task, isReady }: ControlsProps) => (
        <LoadControls task={task} isReady={isReady} ways={ALL} delayMs={50} adds all="All four, in turn" />
      ),
      until: (traffic, run) => comparable(traffic, run) !== null,
      waiting: (traffic, run) => {
        const tried = new Set(done(traffic, run).map(({ way }) => way)).size;
        if (tried === 0) return null;
        return tried < ALL.length
          ? `${capitalised(outOf(tried, ALL.length))} ways measured.`
          : 'All four ways are measured, but not with the same numbers yet.';
      },
      See,
    },
  ],
  notes: {
    minutes: 10,
    say: 'Let the room order the four ways before you press. Then count the cables of the parallel way together: over HTTP/1.1, today’s browsers open at most six to one host.',
    ask: 'Parallel is nearly as fast as pipelined here. What does each further connection cost the server, and the network?',
    answer:
      'The server: memory, a file descriptor, often a TLS handshake. The network: each connection starts slowly (RFC 5681 §3.1), and together they take more than their share. RFC 9112 §9.4 asks clients to limit their number.',
  },
};

const done = (traffic: Traffic, run: LessonRun): readonly PageLoad[] =>
  loadsIn(traffic, run).filter((load) => isComplete(load, measureLoad(run.capture, load)));

/** The newest loads of all four ways with the same numbers; null while there are none. */
function comparable(traffic: Traffic, run: LessonRun): readonly PageLoad[] | null {
  const loads = done(traffic, run);
  const last = loads.at(-1);
  if (!last) return null;
  const alike = ALL.map((way) =>
    loads.findLast(
      (load) => load.way === way && load.objects === last.objects && load.delayMs === last.delayMs,
    ),
  );
  return alike.every((load) => load !== undefined) ? alike : null;
}

function measured(traffic: Traffic, run: LessonRun, way: Way): HttpMeasures | null {
  const load = comparable(traffic, run)?.find((candidate) => candidate.way === way);
  return load ? measureLoad(run.capture, load) : null;
}

function See() {
  const { run } = useLesson();
  const loads = comparable(run.tasks.traffic(WAYS), run);
  if (!loads) return null;
  const [each, kept, parallel, pipelined] = loads.map((load) => measureLoad(run.capture, load));
  if (!each || !kept || !parallel || !pipelined) return null;
  const saved = (each.totalMicros ?? 0) - (kept.totalMicros ?? 0);
  const longerBy = each.payloadBytes.server - kept.payloadBytes.server;
  const expected = (each.roundTrips - kept.roundTrips) * 2 * (loads[0]?.delayMs ?? 0) * 1000;
  return (
    <>
      <p>
        Kept open, {milliseconds(0, kept.totalMicros ?? 0)} instead of{' '}
        {milliseconds(0, each.totalMicros ?? 0)}: {inWords(each.roundTrips - kept.roundTrips)} round trips
        fewer, for the same page
        {longerBy > 0 &&
          ` (its document is ${bytes(longerBy)} shorter, without “connection=close” in its addresses)`}
        .{' '}
        {saved < expected / 2 &&
          `Those alone are worth ${milliseconds(0, expected)}: something else kept this machine busy. `}
        {kept.opened < kept.connections && `Port ${kept.ports[0]} was open already and used again. `}
        For the parallel way your browser used {connectionsSaid(parallel)}. Pipelined, the page took one
        connection and {inWords(pipelined.roundTrips)} round trips.
      </p>
      <Timings load={loads[1]!} />
      <p>
        So <em>persistent</em> means only that the connection stays. <em>Parallel</em> means several
        connections (RFC 9112 §9.4), and <em>pipelined</em> means requests that do not wait for answers
        (§9.3.2).
      </p>
    </>
  );
}

/** "six new connections", "two connections, one of them new". */
function connectionsSaid({ connections, opened }: HttpMeasures): string {
  const noun = connections === 1 ? 'connection' : 'connections';
  if (opened === connections) return `${inWords(connections)} new ${noun}`;
  return `${inWords(connections)} ${noun}, ${opened === 0 ? 'none' : inWords(opened)} of them new`;
}

/** What the browser itself says about it. */
function Timings({ load }: { readonly load: PageLoad }) {
  // The first opens the connection, which may take less than the browser's clock tells apart.
  const later = load.timings.slice(1);
  const reused = later.filter(({ connectMs }) => connectMs === 0).length;
  if (later.length === 0) return null;
  return (
    <p>
      When the objects were fetched one by one, your browser’s own measurements (Resource Timing) show 0 ms of
      connecting for {outOf(reused, later.length)} requests after the first: the connection was already there.
    </p>
  );
}
