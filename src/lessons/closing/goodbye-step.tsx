import type { ReactNode } from 'react';
import { answerIn, type Experiment, type Prediction, type Step } from '../define';
import { endingsOf, type SocketEnding } from '../parts/endings';
import { openSocket } from '../parts/opened';
import { bytes, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const goodbyeStep: Step = {
  id: 'goodbye',
  title: 'How does a WebSocket say goodbye?',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        WebSocket has a frame for it: opcode 8, Close. It may hold a <Term of="close-code">close code</Term>{' '}
        of two bytes and a reason as text (RFC 6455 §5.5.1). Either end may begin.
      </p>
    );
  },
  tasks: [
    goodbye({
      id: 'you-close',
      title: 'You close',
      code: "socket.close(1000, 'done')",
      question: 'How many Close frames pass?',
      answers: { none: 'None: TCP just ends', one: 'One: yours', two: 'Two: yours, and one from the server' },
      verdict: ({ frames }) => ['none', 'one', 'two'][frames.length],
      label: 'Open and close',
      run: async (lab) => (await openSocket(lab)).socket.close(1000, 'done'),
      See: () => (
        <Seen id="you-close">
          {({ connection, frames: [first, second] }) => (
            <>
              <Phrase unit={first?.unit}>Your Close</Phrase> has{' '}
              {first ? bytes(first.unit.end - first.unit.start) : 'bytes'}: two of header, four of masking
              key, two of code, the rest is the reason. <Phrase unit={second?.unit}>The answer</Phrase> has
              the code {second?.closeCode}. After both frames,{' '}
              {connection.ends[0]?.by === 'server' ? 'the server' : 'your browser'} ended TCP on port{' '}
              {connection.client.port} (RFC 6455 §7.1.1).
            </>
          )}
        </Seen>
      ),
    }),
    goodbye({
      id: 'server-closes',
      title: 'The server closes, with a code of its own',
      code: "websocket.close(4001, 'lunch') // at the server",
      question: 'What does your onclose say?',
      answers: {
        'code-1000': '1000, the normal end',
        'code-1006': '1006, since you did not close it',
        'code-4001': '4001 and “lunch”',
      },
      verdict: ({ told }) => `code-${told!.closeCode}`,
      label: 'Let the server close',
      run: async (lab) => {
        const { connection } = await openSocket(lab);
        await lab.end(connection.id, { how: 'close', closeCode: 4001, reason: 'lunch' });
      },
      See: () => (
        <Seen id="server-closes">
          {({ frames: [first, second], told }) => (
            <>
              <Phrase unit={first?.unit}>The server’s Close</Phrase> came first this time, your browser
              answered <Phrase unit={second?.unit}>by itself</Phrase>, and onclose said {told?.closeCode}, “
              {told?.reason}”. Codes from 4000 to 4999 are for private use, and cannot be registered (RFC 6455
              §7.4.2).
            </>
          )}
        </Seen>
      ),
    }),
    goodbye({
      id: 'no-code',
      title: 'You close without a code',
      code: 'socket.close()',
      question: 'Which code does your onclose say?',
      answers: { 'code-1000': '1000', 'code-1005': '1005', 'code-1006': '1006' },
      verdict: ({ told }) => `code-${told!.closeCode}`,
      label: 'Close without a code',
      run: async (lab) => (await openSocket(lab)).socket.close(),
      See: () => (
        <Seen id="no-code">
          {({ frames: [first], told }) => (
            <>
              <Phrase unit={first?.unit}>Your Close frame</Phrase> has no payload, so nobody sent{' '}
              {told?.closeCode}: that number means “there was no code in the frame”, and must never be sent
              (RFC 6455 §7.4.1).
            </>
          )}
        </Seen>
      ),
    }),
  ],
  notes: {
    minutes: 7,
    say: 'Select the Close frame, and in it the two bytes of the code: 03 e8 is 1000. Ask for 4001 in hexadecimal before you show it (0f a1).',
    ask: 'Why should the server be the first to end TCP, and not the client?',
    answer:
      'The end that closes TCP first keeps the connection in TIME-WAIT. That does the server no harm, but it would keep a client from opening the same connection again for a while (RFC 6455 §7.1.1).',
  },
};

interface Goodbye extends Pick<Experiment, 'id' | 'See'> {
  readonly title: string;
  readonly code: string;
  readonly question: string;
  readonly answers: Prediction['answers'];
  /** The key of an answer, if any, from an ending that the page was told of. */
  readonly verdict: (ending: SocketEnding) => string | undefined;
  readonly label: string;
  readonly run: NonNullable<Experiment['action']>['run'];
}

function goodbye({ question, answers, verdict, label, run, ...rest }: Goodbye): Experiment {
  return {
    ...rest,
    kind: 'experiment',
    prediction: {
      question,
      answers,
      verdict: (traffic) => {
        const ending = endedOf(traffic);
        return answerIn(answers, ending && verdict(ending));
      },
    },
    action: { label, run },
    until: (traffic) => endedOf(traffic) !== null,
    focus: (traffic) => {
      const unit = endedOf(traffic)?.frames[0]?.unit;
      return unit ? { unit, range: null } : null;
    },
  };
}

/** The newest socket that has ended at both ends: the page was told, and the tap has seen the end of TCP. */
function endedOf(traffic: Traffic): SocketEnding | null {
  return endingsOf(traffic).findLast(({ told, connection }) => told && connection.closedAt !== null) ?? null;
}

interface SeenProps {
  readonly id: string;
  readonly children: (ending: SocketEnding) => ReactNode;
}

function Seen({ id, children }: SeenProps) {
  const { run } = useLesson();
  const ending = endedOf(run.tasks.traffic(id));
  return ending ? <p>{children(ending)}</p> : null;
}
