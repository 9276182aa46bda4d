import { definePrediction, type Step } from '../define';
import { runBoth, uncaughtIn } from '../parts/programs';
import { eventsIn, socketIoPackets, textOf } from '../parts/socket-io';
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
  title: 'What becomes of your data?',
  picture: 'code',
  code: { server: LISTENING_SERVER, clients: [CLIENT] },
  Prose() {
    return (
      <p>
        Arguments travel as JSON, and become values again at the other end. Look at the server’s console: it
        prints what has arrived.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: DATA,
      prediction: definePrediction({
        question: "What does new Map([['a', 1]]) arrive as?",
        answers: { map: 'A Map', object: '{ a: 1 }', empty: '{}' },
        verdict: (traffic) => {
          return isEmpty(dataOf(traffic)?.map) ? 'empty' : null;
        },
      }),
      action: { label: 'Run both', run: runBoth },
      until: (traffic) => dataOf(traffic) !== null,
      missing: () => 'No event named data has passed with an object in it.',
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
        by: 'run',
        verdict: (traffic) => {
          return thrownAtOnce(traffic) ? 'throws' : null;
        },
      }),
      byHand: { does: 'write 1n', end: 'client', line: 5 },
      until: (traffic) => thrownAtOnce(traffic) !== undefined,
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'In the client’s code, write map: 1n in line 5, and run it.';
        return bigIntErrorsOf(traffic).length > 0
          ? 'That event was emitted before the client was connected: for now, emit inside the connect listener.'
          : 'No line has thrown because of a BigInt yet: write map: 1n.';
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
        by: 'run',
        verdict: (traffic) => (thrownLater(traffic) ? 'later' : null),
      }),
      byHand: { does: 'write the line', end: 'client', line: 2 },
      until: (traffic) => thrownLater(traffic) !== null,
      waiting: (traffic) => {
        if (traffic.code.length === 0) return 'Write the line into the client’s code, and run it.';
        if (keptIn(traffic).length === 0)
          return 'No event was emitted before the connection: the line belongs right after io().';
        return isConnected(traffic)
          ? 'What was emitted before the connection held no BigInt: emit 1n there.'
          : 'It is kept until the client is connected.';
      },
      See: SeeEarly,
    },
  ],
  notes: {
    minutes: 8,
    say: 'There is no warning: the Map is empty, the Date is a string, and undefined is gone. Only what JSON refuses outright throws, and where it throws depends on when the packet is made.',
    ask: 'How would you send a Map?',
    answer:
      'As an array of its entries, [...map]. The other end makes a Map of them again: new Map(entries).',
  },
};

const eventOf = (traffic: Traffic) => eventsIn(traffic, 'client', 'data')[0];

/** The event's first argument as it was sent; null before that, and when it is no object. */
function dataOf(traffic: Traffic): Readonly<Record<string, unknown>> | null {
  const event = eventOf(traffic);
  if (!event) return null;
  try {
    const [, data] = JSON.parse(textOf(traffic, event.unit).replace(/^[^[]*/, '')) as unknown[];
    return isObject(data) ? data : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

function SeeData() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(DATA);
  const data = dataOf(traffic) ?? {};
  const { map, date, list } = data;
  return (
    <p>
      On the wire it is <Phrase unit={eventOf(traffic)?.unit}>this text</Phrase>.{' '}
      {isEmpty(map) && (
        <>
          The Map is <code>{'{}'}</code>, since it has no properties that JSON could write.{' '}
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
          Nested lists arrive whole; where a console prints <code>[Array]</code>, it just does not show the
          rest.
        </>
      )}
    </p>
  );
}

function bigIntErrorsOf(traffic: Traffic) {
  return uncaughtIn(traffic, 'client').filter(({ text }) => text.includes('BigInt'));
}

/** The events that the client kept, since it was not connected yet. */
function keptIn({ code }: Traffic) {
  return code.filter(({ end, kind, unsent }) => end === 'client' && kind === 'emit' && unsent === 'kept');
}

/** The error of a line whose event was not kept. */
function thrownAtOnce(traffic: Traffic) {
  const kept = keptIn(traffic);
  return bigIntErrorsOf(traffic).find(({ line }) => kept.every((emit) => emit.line !== line));
}

/** An event that was kept, and the error that its line got later. */
function thrownLater(traffic: Traffic) {
  for (const thrown of bigIntErrorsOf(traffic)) {
    const kept = keptIn(traffic).find(({ line }) => line === thrown.line);
    if (kept) return { kept, thrown };
  }
  return null;
}

function isConnected(traffic: Traffic): boolean {
  return socketIoPackets(traffic).some(({ sender, kind }) => sender === 'server' && kind === 'connect');
}

function SeeBigInt() {
  const { run } = useLesson();
  const thrown = thrownAtOnce(run.tasks.traffic(BIGINT));
  return (
    <p>
      {thrown?.text}, line {thrown?.line}, where the call begins: <code>JSON.stringify</code> refuses a
      BigInt, so the call threw before there was a packet. JSON itself has integers of any size (RFC 8259 §6).
      An object that contains itself would throw, too.
    </p>
  );
}

function SeeEarly() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(EARLY);
  const found = thrownLater(traffic);
  if (!found) return null;
  const { kept, thrown } = found;
  return (
    <p>
      Line {kept.line} did not throw: the event was kept. {milliseconds(kept.at, thrown.at)} later, when the
      client was connected, the library made a packet of it, and only then was there an error. No{' '}
      <code>try</code> around the line could have caught it. This lab still knows the line; elsewhere the
      error only leads into the library.
    </p>
  );
}
