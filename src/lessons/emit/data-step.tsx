import { definePrediction, type Step } from '../define';
import { runBoth, uncaughtIn } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { LISTENING_SERVER } from './texts';

const DATA = 'data';
const BIGINT = 'bigint';

const CLIENT = `const socket = io();

socket.on('connect', () => {
  socket.emit('data', {
    map: new Map([['a', 1]]),
    date: new Date(),
    nothing: undefined,
    list: [1, [2, [3]]],
  });
});
`;

export const dataStep: Step = {
  id: 'data',
  title: 'What arrives of what you send',
  picture: 'code',
  code: { server: LISTENING_SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        Arguments become JSON, and what JSON does not know does not survive. Look at the server’s console:
        what it prints is what has arrived.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: DATA,
      prediction: definePrediction({
        question: "What arrives of new Map([['a', 1]])?",
        answers: { map: 'A Map', object: '{ a: 1 }', empty: '{}' },
        verdict: (traffic) => {
          const map = (dataOf(traffic) as { map?: object } | null)?.map;
          return map === undefined ? null : Object.keys(map).length === 0 ? 'empty' : 'object';
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => dataOf(traffic) !== null,
      See: SeeData,
    },
    {
      kind: 'experiment',
      id: BIGINT,
      title: 'And a BigInt?',
      prediction: definePrediction({
        question: 'Write 1n in place of the Map. What happens?',
        answers: {
          number: 'It arrives as 1',
          string: 'It arrives as "1"',
          throws: 'The line throws, and nothing is sent',
        },
        verdict: (traffic) => {
          if (uncaughtIn(traffic, 'client').some(({ text }) => text.includes('BigInt'))) return 'throws';
          const map = (dataOf(traffic) as { map?: unknown } | null)?.map;
          return map === 1 ? 'number' : map === '1' ? 'string' : null;
        },
      }),
      until: (traffic) => uncaughtIn(traffic, 'client').some(({ text }) => text.includes('BigInt')),
      waiting: (traffic) =>
        traffic.code.length === 0
          ? 'Change line 5 of the client’s code, and run it.'
          : 'That has no BigInt in it: write map: 1n.',
      See: SeeBigInt,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Nobody warns you: the Map is empty, the Date is a string, and undefined is gone. Only what JSON refuses outright throws.',
    ask: 'How would you send a Map?',
    answer:
      'As an array of its entries, [...map]; the other end makes a Map of it again with new Map(entries).',
  },
};

const eventOf = (traffic: Traffic) => eventsIn(traffic, 'client', 'data')[0];

/** The event's first argument as it was sent; null before that. */
function dataOf(traffic: Traffic): unknown {
  const event = eventOf(traffic);
  if (!event) return null;
  try {
    return (JSON.parse(textOf(traffic, event.unit).replace(/^\d/, '')) as unknown[])[1] ?? null;
  } catch {
    return null;
  }
}

function SeeData() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(DATA);
  const data = dataOf(traffic) as { date?: unknown } | null;
  return (
    <p>
      On the wire it is <Phrase unit={eventOf(traffic)?.unit}>this text</Phrase>: the Map is{' '}
      <code>{'{}'}</code>, since it has no properties of its own; the Date is the string{' '}
      <code>{String(data?.date)}</code>; the property with undefined is not there. Nested lists came through
      whole.
    </p>
  );
}

function SeeBigInt() {
  const { run } = useLesson();
  const thrown = uncaughtIn(run.tasks.traffic(BIGINT), 'client')[0];
  return (
    <p>
      {thrown?.text}, line {thrown?.line}: JSON has no such number, so the line threw before any packet was
      made. An object that holds itself would throw, too.
    </p>
  );
}
