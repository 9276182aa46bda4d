import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { inWords, Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';
import { emittedAway, missingTyping, typedAwayIn, typingSentLate } from './away-goals';
import { cutOff, letBack, untilMore } from './cut';
import { CutTypist } from './cut-controls';
import { ENTER_AND_TYPE, show } from './show';
import { talkIn } from './talk';
import { typingTexts } from './texts/typing';

const TYPING = 'typing';

export const typingStep: Step = {
  id: 'typing',
  title: 'Somebody is typing',
  picture: 'code',
  code: typingTexts.begun,
  Prose() {
    return (
      <>
        <p>
          “Ada is typing” is true for a moment, and worth nothing later. Such an event is{' '}
          <Term of="volatile">volatile</Term>: <code>socket.volatile.emit</code>, at either end. And it is for
          the others in the room: at the server, <code>socket.volatile.to(room)</code> leaves out the one who
          types.
        </p>
        <p>The button cuts a page’s cable, and keeps it away until you let it reconnect.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: TYPING,
      title: 'The goal',
      prediction: definePrediction({
        question:
          'Page 1 is cut off, somebody types in it for a while, and it comes back. How much of that typing does the server get?',
        answers: { all: 'All of it, late', last: 'The last letter', none: 'Nothing' },
        verdict: (traffic) => {
          const late = typingSentLate(traffic);
          return late === 'one' ? 'last' : late;
        },
      }),
      goal: 'Let the others in a room know that somebody is typing in page 1. Then cut it off, type in it, and let it reconnect.',
      Controls: CutTypist,
      missing: missingTyping,
      hints: [
        "Page: socket.volatile.emit('typing');",
        "Server: socket.on('typing', () => { socket.volatile.to(socket.data.room).emit('typing', name); });",
      ],
      showMe: show(typingTexts, ENTER_AND_TYPE, typeWhileAway),
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'Take volatile out of the page’s line, and do it again: all the letters go to the server late, in one go. They leave before join, so the server’s console says that each goes to nobody.',
    ask: 'What do clients that are away hear while somebody else types?',
    answer:
      'Nothing, with or without volatile: the server keeps no event for a client that is away, unless connection state recovery is on; and of a volatile event it keeps nothing even then.',
  },
};

async function typeWhileAway(lab: LabSession): Promise<void> {
  await untilMore(lab, 2, ({ sender, name }) => sender === 'server' && name === 'typing');
  await cutOff(lab, 1);
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000));
  } finally {
    await letBack(lab);
  }
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(TYPING);
  const talk = talkIn(traffic);
  const absence = typedAwayIn(traffic);
  const told = talk.find(({ sender, name }) => sender === 'server' && name === 'typing');
  if (!absence?.after) return null;
  const emits = emittedAway(traffic, absence, 'typing').length;
  return (
    <p>
      While page {absence.before.page} was there, the others heard{' '}
      <Phrase unit={told?.unit}>that it was typing</Phrase>. While it was away, its line ran{' '}
      {emits === 1 ? 'once' : `${inWords(emits)} times`} and made no packet: its console says so. When it was{' '}
      <Phrase unit={absence.after.talk[0]?.unit}>back</Phrase>, nothing of that came late.
    </p>
  );
}
