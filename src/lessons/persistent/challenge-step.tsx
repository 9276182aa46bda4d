import type { ControlsProps, Step } from '../define';
import { measureHttp } from '../parts/http-measures';
import { LoadControls } from '../parts/load-controls';
import { LoadsFigure } from '../parts/loads-figure';
import { loadPage } from '../parts/page-loads';
import { fewestRoundTrips, measuredLoads, missingFaster, missingOneConnection } from './goals';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'One connection, and less time',
  picture: 'figure',
  Figure: LoadsFigure,
  Prose() {
    return (
      <p>
        For the first goal each load is a new try, and what counts is the connections that carried it, the
        document’s included. For the second, loads add up: measure the slow way, then beat it.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'one-connection',
      title: 'First goal',
      goal: 'Fetch six objects over exactly one connection.',
      Controls: One,
      missing: missingOneConnection,
      hints: [
        'In parallel, your browser uses more than one.',
        'Two of the ways send all requests on the same connection.',
      ],
      golf: {
        unit: 'round trips',
        counts: 'round trips in a row',
        least: 2,
        count: (traffic) => measureHttp(traffic).roundTrips,
      },
      showMe: (lab, run) => loadPage(lab, run, { way: 'pipelined', objects: 6, delayMs: 0 }),
    },
    {
      kind: 'challenge',
      id: 'faster',
      title: 'Second goal',
      goal: 'Load six objects with 100 ms added each way, in at least 40% less time than with a connection each.',
      Controls: Faster,
      missing: (traffic, run) => missingFaster(measuredLoads(traffic, run)),
      hints: [
        'Both loads need six objects and the same delay. Begin with a connection each.',
        'Which round trips does an open connection save? Which others does loading in parallel or pipelined save?',
      ],
      golf: {
        unit: 'round trips',
        counts: 'round trips in a row of the quicker load',
        count: (traffic, run) => fewestRoundTrips(measuredLoads(traffic, run)),
      },
      showMe: async (lab, run) => {
        await loadPage(lab, run, { way: 'close', objects: 6, delayMs: 100 });
        await loadPage(lab, run, { way: 'parallel', objects: 6, delayMs: 100 });
      },
    },
  ],
  notes: {
    minutes: 8,
    say: 'Collect the best times on the board, with the way. Ask each student for the number of round trips before the number of milliseconds.',
    ask: 'At 0 ms the ways hardly differ. So who gains from all this?',
    answer:
      'Everybody who is not beside the server. A round trip takes tens of milliseconds within a continent and about a hundred or more across an ocean; each round trip that is needed adds that time once more.',
  },
};

function One({ task, isReady }: ControlsProps) {
  return <LoadControls task={task} isReady={isReady} ways={['parallel', 'close', 'one', 'pipelined']} />;
}

function Faster({ task, isReady }: ControlsProps) {
  return (
    <LoadControls
      task={task}
      isReady={isReady}
      ways={['close', 'one', 'parallel', 'pipelined']}
      delayMs={50}
      adds
    />
  );
}
