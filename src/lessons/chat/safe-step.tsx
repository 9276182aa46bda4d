import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { capitalised, inWords, Phrase } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { againOf, copiesOf, lostIn, missingOnce, missingReturned, returnedIn } from './away-goals';
import { cutOff, letBack, loseNextAnswer, untilMore } from './cut';
import { CutListener, LoseAnswer } from './cut-controls';
import { enterAndTell, show } from './show';
import { answerTo, isJoin, saidIn, talkIn } from './talk';
import { safeTexts } from './texts/safe';

const RETURNED = 'returned';
export const ONCE = 'once';

const TOGETHER = ['tea', 'tea', 'tea'];

export const safeStep: Step = {
  id: 'safe',
  title: 'Nothing lost, nothing twice',
  picture: 'code',
  code: safeTexts.begun,
  Prose() {
    return (
      <>
        <p>
          The server numbers the messages. A page that comes back says the <code>number</code> of its last
          one, and is given what follows.
        </p>
        <p>
          The other direction is for those who have time. A page keeps what it says in <code>unsent</code>{' '}
          until the server has answered, and sends it again when no answer comes. What is sent again may be
          heard twice. So each message has an <code>id</code> from its page: the server keeps a message, then
          answers; when it knows the id already, it only answers.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: RETURNED,
      title: 'The goal',
      goal: 'Say something; cut page 3 off, say three things in the others, and let it reconnect: it must get the three, once each, and nothing that it already had.',
      Controls: CutListener,
      missing: missingReturned,
      hints: [
        "Page: socket.emit('join', room.value, last, …), without list.replaceChildren(): what the list has does not come again.",
        'Page, in show({ number, name, text }): if (number <= last) return; last = number;',
        "Server: socket.on('join', (room, last, answer) => …), and filter((message) => message.number > last).",
      ],
      showMe: show(safeTexts, enterAndTell(TOGETHER, 20, 900), tellOneAway),
      See: SeeReturned,
    },
    {
      kind: 'challenge',
      id: ONCE,
      title: 'An answer that is lost',
      isOptional: true,
      prediction: definePrediction({
        question:
          'The server has kept a message of page 1, and the cable breaks while the answer is under way. What does page 1 know when it is back?',
        answers: {
          kept: 'That the message was kept',
          lost: 'That the message was lost',
          nothing: 'Neither: it must send it again',
        },
        verdict: (traffic) => {
          const talk = talkIn(traffic);
          const lost = lostIn(traffic, talk);
          return lost && againOf(traffic, talk, lost) ? 'nothing' : null;
        },
      }),
      goal: 'Lose the answer to a message of page 1. Everybody must have that message once.',
      Controls: LoseAnswer,
      missing: missingOnce,
      hints: [
        "Page, on submit: count += 1; unsent.push({ id: me + '-' + count, text: text.value }); send();",
        "Page, in send(): socket.timeout(2000).emit('message', unsent[0], (error) => { isSending = false; if (!error) unsent.shift(); send(); });",
        'The timeout is longer than the slow cable takes there and back, about 1600 ms. A shorter one only sends more often.',
        'Server: if (!known.has(id)) { known.add(id); … } and answer() after that in both cases.',
      ],
      showMe: show(safeTexts, enterAndTell(TOGETHER, 10, 1800), loseOne),
      See: SeeOnce,
    },
  ],
  notes: {
    minutes: 12,
    say: 'Two mechanisms, one for each direction. Towards the page, a number: the page asks for what follows it. Towards the server, an id: the server may hear it twice. Sending again gives “at least once”; ignoring known ids turns that into “once”.',
    ask: 'Why does the server answer after it has kept the message, and not before? And what would a restart of the server lose?',
    answer:
      'An answer is a promise: a message that has no answer is sent again, and one that has an answer must not be lost. A restart loses the messages and the ids, since both are only in memory: that is what a database is for.',
  },
};

async function tellOneAway(lab: LabSession): Promise<void> {
  await untilMore(
    lab,
    1,
    ({ sender, name, page }) => sender === 'server' && name === 'message' && page === 3,
  );
  await cutOff(lab, 3);
  try {
    await untilMore(lab, 3, (packet) => saidIn([packet]).length > 0);
  } finally {
    await letBack(lab);
  }
}

async function loseOne(lab: LabSession): Promise<void> {
  await untilMore(
    lab,
    1,
    ({ sender, name, page }) => sender === 'server' && name === 'message' && page === 1,
  );
  await loseNextAnswer(lab, 1);
}

function SeeReturned() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(RETURNED);
  const talk = talkIn(traffic);
  const absence = returnedIn(traffic);
  const join = absence?.after?.talk.find(isJoin);
  const answer = join && answerTo(talk, join);
  if (!absence || !join) return null;
  return (
    <p>
      Page {absence.before.page} came back with a new session, and <Phrase unit={join.unit}>asked</Phrase> for
      what came after its last message. {answer && <Phrase unit={answer.unit}>The answer</Phrase>}
      {answer && ' brought what others had said meanwhile, and nothing else.'}
    </p>
  );
}

function SeeOnce() {
  const { run } = useLesson();
  return <Lost traffic={run.tasks.traffic(ONCE)} />;
}

/** How a message was sent several times and kept once; nothing while that has not been seen. */
export function Lost({ traffic }: { readonly traffic: Traffic }) {
  const talk = talkIn(traffic);
  const lost = lostIn(traffic, talk);
  const again = lost && againOf(traffic, talk, lost);
  if (!lost || !again || missingOnce(traffic) !== null) return null;
  const answer = answerTo(talk, again);
  const copies = copiesOf(traffic, talk, lost).length;
  return (
    <p>
      {capitalised(inWords(copies))} packets with the same id came from page {lost.page}:{' '}
      <Phrase unit={lost.unit}>the first</Phrase> was kept, and its answer was lost with the cable;{' '}
      <Phrase unit={again.unit}>{copies === 2 ? 'the second' : 'a later one'}</Phrase>, in a new session, was{' '}
      <Phrase unit={answer?.unit}>answered</Phrase> and not kept again. The others heard it once.
    </p>
  );
}
