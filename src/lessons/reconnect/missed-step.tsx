import { definePrediction, type Step } from '../define';
import { saidIn } from '../parts/programs';
import { capitalised, inWords } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { useRestingConsoles } from './resting';
import { runAndCut, TICKED_CLIENT, tickingServer, ticksOf } from './ticks';

export const MISSED = 'missed';

export const missedStep: Step = {
  id: 'missed',
  title: 'While you were away',
  picture: 'code',
  code: { server: tickingServer(''), clients: [TICKED_CLIENT] },
  Prose() {
    return (
      <p>
        The server emits a tick every 0.4 s. The cable is cut with a reset, and the client reconnects by
        itself after about a second. Meanwhile the server goes on emitting.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: MISSED,
      prediction: definePrediction({
        question: 'The server emits some ticks while the client is away. Which of them does the client get?',
        answers: { all: 'All: they wait at the server', last: 'The last one', none: 'None' },
        verdict: (traffic) => {
          const ticks = ticksOf(traffic);
          if (ticks === null) return null;
          return ticks.missed > 0 ? 'none' : ticks.isSameId ? 'all' : null;
        },
      }),
      action: { label: 'Run both, and cut the cable', run: runAndCut },
      until: (traffic) => ticksOf(traffic) !== null,
      missing: () => 'There is no cut yet with a tick before it and a tick after it.',
      waiting: (traffic) =>
        saidIn(traffic, 'client').some((text) => text.startsWith('disconnected'))
          ? 'The client is disconnected, and has not come back yet.'
          : null,
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'At most once: what is emitted to nobody is gone. Socket.IO promises order, not delivery.',
    ask: 'For which applications does that not matter?',
    answer:
      'Those where the next event replaces the last: positions, prices, typing indicators. Where each event counts, store them, and let the client ask for what it has missed.',
  },
};

/** When the client printed this tick. */
function printedAt({ code }: Traffic, tick: number): number | undefined {
  return code.findLast(({ end, kind, text }) => end === 'client' && kind === 'log' && text === `tick ${tick}`)
    ?.at;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(MISSED);
  const ticks = ticksOf(traffic);
  useRestingConsoles(ticks && printedAt(traffic, ticks.after));
  if (!ticks) return null;
  if (ticks.missed === 0) {
    return (
      <p>
        The last tick before the cut was {ticks.before}, the first after it {ticks.after}: none is missing in
        this run.{' '}
        {ticks.isSameId ? 'The server had kept what the client missed.' : 'The client was back in time.'}
      </p>
    );
  }
  return (
    <p>
      The last tick before the cut was {ticks.before}, the first after it {ticks.after}:{' '}
      {inWords(ticks.missed)} {ticks.missed === 1 ? 'was' : 'were'} emitted to nobody, and nothing kept{' '}
      {ticks.missed === 1 ? 'it' : 'them'}. {capitalised(ticks.isSameId ? 'the' : 'and the')} socket.id is{' '}
      {ticks.isSameId ? 'the same' : 'a new one: it names a connection, not a person'}.
    </p>
  );
}
