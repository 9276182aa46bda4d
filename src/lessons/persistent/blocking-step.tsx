import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { pipeline } from '../parts/page-loads';
import { milliseconds, Phrase, Term } from '../prose';
import { type Exchange, exchangesOf, pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BLOCKED = 'blocked';
const BESIDE = 'beside';
const SLOW_MS = 800;
const PATHS = [`object/1?afterMs=${SLOW_MS}`, 'object/2', 'object/3'];

function fetchAll(lab: LabSession): Promise<readonly string[]> {
  return Promise.all(PATHS.map(async (path) => (await lab.fetch(path)).text()));
}

export const blockingStep: Step = {
  id: 'blocking',
  title: 'What if the first answer is slow?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Pipelined requests do not wait for answers: all are at the server at once. This time the server needs{' '}
        {SLOW_MS} ms for the first object, and no time for the second and third.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BLOCKED,
      title: 'Pipelined, on one connection',
      prediction: definePrediction({
        question:
          'Three pipelined requests, the first one slow. When do the second and third responses come?',
        answers: { 'at-once': 'At once: they are ready', 'after-first': 'After the first' },
        verdict: verdictOfBlocked,
      }),
      action: { label: 'Ask for three, the first slow', run: (lab) => pipeline(lab, PATHS) },
      until: (traffic) => verdictOfBlocked(traffic) !== null,
      focus: (traffic) => {
        const second = exchangesOf(traffic)[1]?.response;
        return second ? pointAt(traffic.capture, second) : null;
      },
      See: SeeBlocked,
    },
    {
      kind: 'experiment',
      id: BESIDE,
      title: 'Over the browser’s own connections',
      isOptional: true,
      code: 'for (const path of three) fetch(path)',
      action: { label: 'Fetch three at once, the first slow', run: fetchAll },
      until: (traffic) => answeredIn(traffic).length === PATHS.length,
      See: SeeBeside,
    },
  ],
  notes: {
    minutes: 5,
    say: 'A queue at one till: one customer who pays in coins holds up everybody after them. This is one reason why browsers do not pipeline, and open up to six tills instead. HTTP/2 numbers its streams.',
    ask: 'HTTP/2 puts numbers on the answers. Where can a queue still form, when all of them share one TCP connection?',
    answer:
      'In TCP: one lost segment holds up the bytes of all streams that come after it. HTTP/3 uses QUIC, where each stream has an order of its own (RFC 9000 §2).',
  },
};

/** The answered exchanges, by the number of their object. */
function answeredIn(traffic: Traffic): readonly Exchange[] {
  const number = ({ asked }: Exchange) => Number(/object\/(\d+)/.exec(asked?.target ?? '')?.[1] ?? 0);
  return exchangesOf(traffic)
    .filter(({ response }) => response !== null && !response.partial)
    .toSorted((a, b) => number(a) - number(b));
}

function verdictOfBlocked(traffic: Traffic): 'at-once' | 'after-first' | null {
  const [first, ...others] = answeredIn(traffic);
  if (!first || others.length < PATHS.length - 1) return null;
  return others.every(({ response }) => response!.until < first.response!.at) ? 'at-once' : 'after-first';
}

function SeeBlocked() {
  const { run } = useLesson();
  const [first, second, third] = answeredIn(run.tasks.traffic(BLOCKED));
  if (!first || !second || !third) return null;
  const wait = ({ request, response }: Exchange) => milliseconds(request.until, response!.at);
  return (
    <p>
      All three requests came in one write from port {first.connection.client.port}.{' '}
      <Phrase unit={first.response}>The first response</Phrase> began {wait(first)} later,{' '}
      <Phrase unit={second.response}>the second</Phrase> after {wait(second)} and{' '}
      <Phrase unit={third.response}>the third</Phrase> after {wait(third)}, although the server needed no time
      for either. Nothing in an HTTP/1.1 response says which request it answers, so responses must come in the
      order of their requests (RFC 9112 §9.3.2). This is{' '}
      <Term of="head-of-line-blocking">head-of-line blocking</Term>. In HTTP/2 and HTTP/3, each request and
      its response have a numbered stream of their own.
    </p>
  );
}

function SeeBeside() {
  const { run } = useLesson();
  const all = answeredIn(run.tasks.traffic(BESIDE));
  const ports = [...new Set(all.map(({ connection }) => connection.client.port))];
  const [first, second, third] = all;
  if (!first || !second || !third) return null;
  const wait = ({ request, response }: Exchange) => milliseconds(request.until, response!.at);
  return (
    <p>
      From {ports.length === 1 ? 'port' : 'ports'} {ports.join(', ')}: the{' '}
      <Phrase unit={first.response}>slow one</Phrase> took {wait(first)}, the others {wait(second)} and{' '}
      {wait(third)}.{' '}
      {ports.length === 1
        ? 'Your browser used one connection for all three here, one after the other.'
        : 'A response that waits blocks only its own connection.'}
    </p>
  );
}
