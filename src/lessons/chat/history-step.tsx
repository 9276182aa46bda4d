import type { Step } from '../define';
import { inWords, Phrase, Term } from '../prose';
import { useLesson } from '../use-lesson';
import { missingHistory } from './away-goals';
import { OwnCode } from './own-code';
import { ENTER_LATE, show } from './show';
import { answerTo, carries, isJoin, saidBy, saidIn, talkIn } from './talk';
import { historyTexts } from './texts/history';

const HISTORY = 'history';

export const historyStep: Step = {
  id: 'history',
  title: 'What was said before',
  picture: 'code',
  code: historyTexts.begun,
  Prose() {
    return (
      <>
        <p>
          An event reaches those who are in the room at that moment. Anyone who comes later gets nothing,
          unless the server has kept it. Let it keep the last 50 messages of each room, in memory.
        </p>
        <p>
          Only the page that joins needs them, and only at that moment: so they travel in the{' '}
          <Term of="acknowledgement">acknowledgement</Term> of <code>join</code>.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: HISTORY,
      title: 'The goal',
      goal: 'Say two things in a room. A page that enters it after that must get both in the answer to its join.',
      Controls: OwnCode,
      missing: missingHistory,
      hints: [
        'Server, in the message listener: rooms.set(room, [...(rooms.get(room) ?? []), message].slice(-50));',
        "Server: socket.on('join', (room, answer) => { …; answer(rooms.get(room) ?? []); });",
        "Page: socket.emit('join', room.value, (messages) => { list.replaceChildren(); messages.forEach(show); });",
      ],
      showMe: show(historyTexts, ENTER_LATE),
      See,
    },
  ],
  notes: {
    minutes: 7,
    say: 'The server joins and answers in one go, and nothing can be said between the two: so no message is missing between the history and the first event.',
    ask: 'Why only 50, and what would it take to scroll further back?',
    answer:
      'Memory is limited, and a page that joins waits for all of it. Scrolling further back is a separate question, with the number of the oldest message that the page has; the answer comes from a database.',
  },
};

function See() {
  const { run } = useLesson();
  const talk = talkIn(run.tasks.traffic(HISTORY));
  for (const join of talk.filter(isJoin).reverse()) {
    const answer = answerTo(talk, join);
    const brought = saidIn(talk).filter(
      (said) => answer && carries(answer, saidBy(said)) && said.unit.at < join.unit.at,
    );
    if (!answer || brought.length < 2) continue;
    return (
      <p>
        Page {join.page} <Phrase unit={join.unit}>asked to join</Phrase>, and{' '}
        <Phrase unit={answer.unit}>one packet</Phrase> brought it {inWords(brought.length)} messages. The
        others got nothing new. The history also helps a page that was cut off: it joins again, and gets up to
        50 messages, the newest.
      </p>
    );
  }
  return null;
}
