import type { ControlsProps, Step } from '../define';
import { measureHttp } from '../parts/http-measures';
import { LoadControls } from '../parts/load-controls';
import { LoadsFigure } from '../parts/loads-figure';
import { loadPage } from '../parts/page-loads';
import { missingSixPorts } from './goals';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Six ports',
  picture: 'figure',
  Figure: LoadsFigure,
  Prose() {
    return (
      <p>
        Ports are counted on the wire: those that your objects’ requests came from. Each load is a new try.
        Two ways are offered; you choose how many objects, and how far away the server is.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'six-ports',
      title: 'The goal',
      goal: 'Fetch six objects on six different ports.',
      Controls,
      missing: missingSixPorts,
      hints: [
        'A connection that stays open is used again, with the same port.',
        'Which way of loading gives each request a connection of its own?',
      ],
      golf: { unit: 'requests', least: 7, count: (traffic) => measureHttp(traffic).requests },
      showMe: (lab, run) => loadPage(lab, run, { way: 'close', objects: 6, delayMs: 0 }),
    },
  ],
  notes: {
    minutes: 3,
    say: 'Those who are done try it again with 200 ms each way, and wait.',
    ask: 'A client has some 28,000 ports of its own to choose from. A used port rests for a minute. How many of these pages can one machine load in that minute?',
    answer:
      '28,000 divided by the connections of a page: six make some 4,600 pages a minute. The port rests with the side that ends the connection first (TIME-WAIT, RFC 9293 §3.3.2); here that is the server.',
  },
};

function Controls({ task, isReady }: ControlsProps) {
  return <LoadControls task={task} isReady={isReady} ways={['one', 'close']} objects={3} />;
}
