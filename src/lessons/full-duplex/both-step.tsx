import { definePrediction, type Step } from '../define';
import { capitalised, inWords, milliseconds, outOf, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { missingCrossing } from './goals';
import { askOneByOne, burst, DELAY_MS, leastOneByOne, MESSAGES, measureBurst, measureHttp } from './ways';

const BURST = 'burst';
const ONE_BY_ONE = 'one-by-one';

const LENGTHS = { 'tenth-second': 'About 0.1 s', 'one-second': 'About 1 s', 'two-seconds': 'About 2 s' };

export const bothStep: Step = {
  id: 'both',
  title: 'Who may speak, and when?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        The lab puts your browser and the server far apart: it delays everything by {DELAY_MS} ms, each way,
        for real. Then both have {inWords(MESSAGES)} messages for each other at the same moment.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BURST,
      title: 'Over one WebSocket',
      prediction: definePrediction({
        question: `${MESSAGES} messages each way, ${DELAY_MS} ms from one end to the other. How long, at least, until all have arrived?`,
        answers: LENGTHS,
        verdict: (traffic) => lengthOf(leastBurst(traffic)),
      }),
      action: { label: 'Both send', run: burst },
      until: (traffic) => measureBurst(traffic) !== null,
      focus: (traffic) => {
        const unit = traffic.units.find(({ kind, sender }) => kind === 'text' && sender === 'server');
        return unit ? { unit, range: null } : null;
      },
      See: SeeBurst,
    },
    {
      kind: 'experiment',
      id: ONE_BY_ONE,
      title: 'As questions and answers',
      code: "await fetch('echo', { method: 'POST', body: 'from the client 1' }) // and so on",
      prediction: definePrediction({
        question: 'The same messages as requests and responses, one after the other. How long now, at least?',
        answers: LENGTHS,
        verdict: (traffic) => lengthOf(leastOneByOne(traffic)),
      }),
      action: { label: 'Ask and answer', run: askOneByOne },
      until: (traffic) => measureHttp(traffic) !== null,
      waiting: (traffic) => {
        const done = traffic.calls.filter(({ kind }) => kind === 'fetched').length;
        return done > 0
          ? `${capitalised(outOf(done, MESSAGES))} questions ${done === 1 ? 'has' : 'have'} been answered.`
          : null;
      },
      See: SeeOneByOne,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Set the stage to ¹⁄₁₀ after the burst and play it again: the arrows cross in the ladder. In the second experiment none do.',
    ask: 'The requests took about twenty times as long. What were they waiting for?',
    answer:
      'For each other: every request waits for the response to the one before, so ten of them take ten round trips, there and back. Over WebSocket no message waits for another, and both directions are used at the same time: all of them cross at once.',
  },
};

/**
 * What the distance alone takes, microseconds: a busy machine is slower, but must not change the answer. Where the page
 * sent all its messages before it had any, they waited for none: one way, or two where the server’s left after them.
 * Undefined until all have arrived.
 */
export function leastBurst(traffic: Traffic): number | undefined {
  const tookMicros = measureBurst(traffic)?.tookMicros;
  const firstHeard = traffic.calls.find(({ kind }) => kind === 'message');
  const lastSent = traffic.calls.findLast(({ kind }) => kind === 'send');
  if (tookMicros === undefined || !firstHeard || !lastSent || lastSent.at > firstHeard.at) return tookMicros;
  return Math.min(tookMicros, (missingCrossing(traffic) === null ? 1 : 2) * DELAY_MS * 1000);
}

/** Which of the three answers a time is nearest to, on a scale of ratios. */
function lengthOf(tookMicros: number | undefined): keyof typeof LENGTHS | null {
  if (tookMicros === undefined) return null;
  if (tookMicros < 400_000) return 'tenth-second';
  return tookMicros < 1_500_000 ? 'one-second' : 'two-seconds';
}

/** What the verdict rests on: the distance alone, whatever a busy machine added to it. */
export function timeSaid(leastMicros: number, tookMicros: number): string {
  const rest = tookMicros - leastMicros;
  if (rest <= 0 && tookMicros > 2 * DELAY_MS * 1000)
    return 'Your page sent some of its own only after it had heard from the server: do it again.';
  const distance = `Of that, the distance takes ${milliseconds(0, leastMicros)}: no message waited for another`;
  if (rest < leastMicros / 4) return `${distance}.`;
  return `${distance}. The other ${milliseconds(0, rest)} went by in the programs at both ends, on a busy machine.`;
}

function SeeBurst() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(BURST);
  const { units } = traffic;
  const measures = measureBurst(traffic);
  const fromClient = units.find(({ kind, sender }) => kind === 'text' && sender === 'client');
  const fromServer = units.find(({ kind, sender }) => kind === 'text' && sender === 'server');
  if (!measures) return null;
  return (
    <p>
      {capitalised(inWords(MESSAGES))} messages each way in {milliseconds(0, measures.tookMicros)}, measured
      at the server. {timeSaid(leastBurst(traffic)!, measures.tookMicros)}{' '}
      <Phrase unit={fromClient}>Yours</Phrase> and <Phrase unit={fromServer}>the server’s</Phrase>{' '}
      {missingCrossing(traffic) === null
        ? 'were on the wire together, one passing the other.'
        : 'did not meet this time; do it again, and they may.'}{' '}
      Nobody had asked the server anything. After the 101 there are no turns: each side sends whenever it
      wants (RFC 6455 §1.2).
    </p>
  );
}

function SeeOneByOne() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(ONE_BY_ONE);
  const http = measureHttp(traffic);
  const websocket = measureBurst(run.tasks.traffic(BURST));
  if (!http) return null;
  const least = leastOneByOne(traffic)!;
  const rest = http.tookMicros - least;
  return (
    <p>
      {milliseconds(0, http.tookMicros)}. {capitalised(inWords(MESSAGES))} requests, each sent after the
      response to the one before, take {inWords(MESSAGES)} round trips: at least {milliseconds(0, least)}.
      {rest > least / 4 &&
        ` The other ${milliseconds(0, rest)} went by in the programs at both ends, on a busy machine.`}
      {websocket &&
        ` All of it took ${(http.tookMicros / websocket.tookMicros).toFixed(0)} times as long as over WebSocket.`}{' '}
      And each message came with an HTTP header.
    </p>
  );
}
