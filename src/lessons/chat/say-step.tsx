import { definePrediction, type Step } from '../define';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { MARKUP, missingHeard, missingInert, PAGES } from './goals';
import { OwnCode } from './own-code';
import { SAY_HELLO, sayMarkup, show } from './show';
import { heardOf, saidIn, talkIn } from './talk';
import { sayTexts } from './texts/say';

const HEARD = 'heard';
const INERT = 'inert';

export const sayStep: Step = {
  id: 'say',
  title: 'Say and hear',
  picture: 'code',
  code: sayTexts.begun,
  Prose() {
    return (
      <p>
        The page has a form and a list now. What is typed goes to the server as an event, <code>message</code>
        ; the server tells it to everybody with <code>io.emit</code>, and each page lists it. Do the three
        TODOs, run all, and type in a page.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: HEARD,
      title: 'First goal',
      prediction: definePrediction({
        question:
          'One page says something, and the server calls io.emit once. How many packets leave the server?',
        answers: {
          one: 'One, to all',
          two: 'Two: the page that spoke knows it',
          three: 'Three, one to each page',
        },
        verdict: (traffic) => {
          if (missingHeard(traffic) !== null) return null;
          const talk = talkIn(traffic);
          const packets = Math.max(...saidIn(talk).map((one) => heardOf(talk, one).length));
          return packets === PAGES ? 'three' : packets === 2 ? 'two' : packets === 1 ? 'one' : null;
        },
      }),
      goal: 'Say something in one page, and have all pages list it.',
      Controls: OwnCode,
      missing: missingHeard,
      hints: [
        "Page: socket.emit('message', text.value); and socket.on('message', (message) => { … });",
        "A line of the list: document.createElement('li'), its textContent, list.prepend(item).",
        "Server: socket.on('message', (text) => { io.emit('message', text); });",
      ],
      showMe: show(sayTexts, SAY_HELLO),
      See,
    },
    {
      kind: 'challenge',
      id: INERT,
      title: 'Second goal',
      code: MARKUP,
      goal: 'Say the line above. It must be read in all pages, and run in none.',
      Controls: OwnCode,
      missing: missingInert,
      hints: ['innerHTML would make elements of it; textContent makes text.', 'Then say anything else.'],
      showMe: show(sayTexts, sayMarkup(MARKUP)),
      See: SeeInert,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Change textContent to innerHTML and say the line again: every page that reads it speaks in its reader’s name.',
    ask: 'Why not clean the text at the server instead?',
    answer:
      'What is harmless depends on where it is put: in a list, in an attribute, in a URL. The page that shows it knows that; the server does not.',
  },
};

function See() {
  const { run } = useLesson();
  const talk = talkIn(run.tasks.traffic(HEARD));
  const said = saidIn(talk).find((one) => heardOf(talk, one).length >= PAGES);
  if (!said) return null;
  const heard = heardOf(talk, said);
  return (
    <p>
      <Phrase unit={said.unit}>One packet</Phrase> came, and {inWords(heard.length)} left, one{' '}
      <Phrase unit={heard[0]?.unit}>for each page</Phrase>; page {said.page} heard itself. Its list shows
      messages in the order in which the server sent them, the newest on top.
    </p>
  );
}

function SeeInert() {
  const { run } = useLesson();
  const talk = talkIn(run.tasks.traffic(INERT));
  const said = saidIn(talk).findLast(({ data }) => String(data[0]).includes(MARKUP));
  return (
    <p>
      It crossed the wire <Phrase unit={said?.unit}>unchanged</Phrase>, and no page ran it: it stayed text.
    </p>
  );
}
