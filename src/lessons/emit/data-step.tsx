import { definePrediction, type Step } from '../define';
import { runBoth, uncaughtIn } from '../parts/programs';
import { eventsIn, textOf } from '../parts/socket-io';
import { milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { LISTENING_SERVER } from './texts';

const DATA = 'data';
const BIGINT = 'bigint';
const EARLY = 'bigint-early';

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
          if (bigIntErrorOf(traffic) && !keptOf(traffic)) return 'throws';
          const map = (dataOf(traffic) as { map?: unknown } | null)?.map;
          return map === 1 ? 'number' : map === '1' ? 'string' : null;
        },
      }),
      until: (traffic) => bigIntErrorOf(traffic) !== undefined && !keptOf(traffic),
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'Change line 5 of the client’s code, and run it.';
        return bigIntErrorOf(traffic)
          ? 'That was emitted before the client was connected: leave it within connect, for now.'
          : 'That has no BigInt in it: write map: 1n.';
      },
      See: SeeBigInt,
    },
    {
      kind: 'experiment',
      id: EARLY,
      title: 'The same before there is a connection',
      prediction: definePrediction({
        question: "Write socket.emit('early', 1n) as line 2, right after io(). When does the error come?",
        answers: {
          'at-once': 'At once, at that line',
          later: 'Later, when the client is connected',
          never: 'Never: what is not sent yet cannot fail',
        },
        verdict: (traffic) => (keptOf(traffic) && bigIntErrorOf(traffic) ? 'later' : null),
      }),
      until: (traffic) => keptOf(traffic) !== undefined && bigIntErrorOf(traffic) !== undefined,
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'Write the line into the client’s code, and run it.';
        return keptOf(traffic)
          ? 'It is kept until the client is connected.'
          : 'No event was emitted before the connection: the line belongs right after io().';
      },
      See: SeeEarly,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Nobody warns you: the Map is empty, the Date is a string, and undefined is gone. Only what JSON refuses outright throws, and where it throws depends on when the packet is made.',
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
  const data = (dataOf(traffic) ?? {}) as Readonly<Record<string, unknown>>;
  const { map, date, list } = data;
  const isEmptied = typeof map === 'object' && map !== null && Object.keys(map).length === 0;
  return (
    <p>
      On the wire it is <Phrase unit={eventOf(traffic)?.unit}>this text</Phrase>.{' '}
      {isEmptied && (
        <>
          The Map is <code>{'{}'}</code>, since it has no properties of its own.{' '}
        </>
      )}
      {typeof date === 'string' && (
        <>
          The Date is the string <code>{date}</code>.{' '}
        </>
      )}
      {!('nothing' in data) && 'A property that is undefined is left out. '}
      {Array.isArray(list) && (
        <>
          Nested lists came through whole; where a console prints <code>[Array]</code>, it only looks no
          deeper.
        </>
      )}
    </p>
  );
}

function bigIntErrorOf(traffic: Traffic) {
  return uncaughtIn(traffic, 'client').find(({ text }) => text.includes('BigInt'));
}

/** The first event that the client kept, since it was not connected yet. */
function keptOf({ code }: Traffic) {
  return code.find(({ end, kind, unsent }) => end === 'client' && kind === 'emit' && unsent === 'kept');
}

function SeeBigInt() {
  const { run } = useLesson();
  const thrown = bigIntErrorOf(run.tasks.traffic(BIGINT));
  return (
    <p>
      {thrown?.text}, line {thrown?.line}: JSON has no such number, so the line threw before any packet was
      made. An object that holds itself would throw, too.
    </p>
  );
}

function SeeEarly() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(EARLY);
  const [kept, thrown] = [keptOf(traffic), bigIntErrorOf(traffic)];
  if (!kept || !thrown) return null;
  return (
    <p>
      Line {kept.line} did not throw: the event was kept. {milliseconds(kept.at, thrown.at)} later, with the
      connection there, the library made its packet, and only then JSON refused. No <code>try</code> around
      the line could have caught that. The lab still knows the line; elsewhere the error names the library
      alone.
    </p>
  );
}
