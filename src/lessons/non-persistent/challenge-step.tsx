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
        What counts is the ports from which the requests for your objects came. Each load is a new try. You
        choose one of two ways, how many objects, and how far away the server is.
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
        'A connection that stays open is used again, from the same port.',
        'Which way of loading gives each request a connection of its own?',
      ],
      golf: {
        unit: 'requests',
        counts: 'requests of the load',
        least: 7,
        count: (traffic) => measureHttp(traffic).requests,
      },
      showMe: (lab, run) => loadPage(lab, run, { way: 'close', objects: 6, delayMs: 0 }),
    },
  ],
  notes: {
    minutes: 3,
    say: 'Those who are done try it again with 200 ms each way, and wait.',
    ask: 'A Linux client has some 28,000 ports to choose from. Suppose that a port cannot be used for the same server again for a minute: how many of these pages can one machine load in that minute?',
    answer:
      'A page with six objects takes seven connections, so about 4,000 pages. The side that closes first keeps the pair of ports for a while (TIME-WAIT, RFC 9293 §3.6.1). Here that is the server, which may accept a new connection from the same port earlier.',
  },
};

function Controls({ task, isReady }: ControlsProps) {
  return <LoadControls task={task} isReady={isReady} ways={['one', 'close']} objects={3} />;
}
