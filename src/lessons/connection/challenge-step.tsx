import type { Step } from '../define';
import { bytesOfTry, lastReadOf, missingManyReads, missingOneRead } from './plain';
import { WriteControl } from './write-control';
import { UNTOUCHED_READING, writeOn } from './writes';
import { WritesFigure } from './writes-figure';

const WRITTEN = 'bytes that you write';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Now without help',
  picture: 'figure',
  Figure: WritesFigure,
  Prose() {
    return (
      <p>
        Two goals. What counts is how many reads the server’s socket took for what you wrote. The lab can make
        the server read later, or in small portions; when it does, the cable in <strong>Wire</strong> says so.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'one-read',
      title: 'First goal',
      goal: 'Have three writes arrive in one read.',
      Controls: WriteControl,
      missing: (traffic) => missingOneRead(traffic),
      focus: lastReadOf,
      hints: [
        'Writes meet when the second comes before the program has read the first.',
        'Take the pause away: on one machine that is usually enough.',
        'To be certain, have the server read all that comes in 200 ms at once.',
      ],
      golf: { unit: 'bytes', counts: WRITTEN, least: 3, count: bytesOfTry },
      showMe: (lab) => writeOn(lab, { ...UNTOUCHED_READING, texts: ['x', 'y', 'z'], gatherMs: 200 }),
    },
    {
      kind: 'challenge',
      id: 'many-reads',
      title: 'Second goal',
      goal: 'Have one write arrive in two reads or more.',
      Controls: WriteControl,
      missing: (traffic) => missingManyReads(traffic),
      focus: lastReadOf,
      hints: [
        'One write only: fill in the first field and leave the others empty.',
        'A read takes no more than the program has room for.',
        'Let the server read at most two bytes at a time, and write more than two.',
      ],
      golf: { unit: 'bytes', counts: WRITTEN, least: 2, count: bytesOfTry },
      showMe: (lab) => writeOn(lab, { ...UNTOUCHED_READING, texts: ['hello'], readBytes: 2 }),
    },
  ],
  notes: {
    minutes: 6,
    say: 'Those who are done can try for the fewest bytes. Then let two neighbours compare cables: the same bytes, cut differently.',
    ask: 'You write a chat program on bare TCP. How does the receiver know where a message ends?',
    answer:
      'TCP does not say. The program must: with the length before each message, or with a mark after each that cannot occur inside it. HTTP has header lines and Content-Length (RFC 9112 §6), WebSocket a length in every frame (RFC 6455 §5.2).',
  },
};
