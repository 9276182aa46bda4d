import { lazy } from 'react';
import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { inWords, Phrase } from '../prose';
import { header, switchedOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { changedCharacters, headerIn, whyNoSwitch } from './answers';
import { OPEN } from './switch-step';

const CHANGED = 'changed-key';

/** The lesson does not begin with it. */
const AcceptMaker = lazy(() => import('./accept-maker'));

export const acceptStep: Step = {
  id: 'accept',
  title: 'How does the server prove that it understood?',
  picture: 'figure',
  isTall: true,
  Figure: AcceptMaker,
  needs: OPEN,
  Prose() {
    const { run } = useLesson();
    const switched = switchedOf(run.tasks.traffic(OPEN));
    return (
      <p>
        A 101 alone proves little: a server might send it without knowing WebSocket. So the browser sends a
        random{' '}
        <Phrase unit={switched?.request} field="Sec-WebSocket-Key">
          key
        </Phrase>
        , and expects a value made from it as RFC 6455 says: the key, joined with an identifier that the RFC
        prints, hashed with SHA-1 (20 bytes that depend on every byte of it), in base64 (bytes written as
        letters). The figure computes it from your own key.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: CHANGED,
      title: 'Change one character of the key',
      prediction: definePrediction({
        question: 'How much of the accept value changes?',
        answers: { one: 'One character', half: 'About half of it', 'nearly-all': 'Nearly all of it' },
        verdict: verdictOfChange,
      }),
      until: (traffic) => switchedOf(traffic) !== null,
      waiting: whyNoSwitch,
      focus: (traffic) => headerIn(traffic, switchedOf(traffic), 'Sec-WebSocket-Accept'),
      See,
    },
  ],
  notes: {
    minutes: 8,
    say: 'Everything in this computation is public: the key is in the request, the identifier in the RFC, the hash in every library. Nobody is kept out by it.',
    ask: 'What would a cache or an HTTP server that never heard of WebSocket have to do to produce this value by chance?',
    answer:
      'It would have to append the identifier of RFC 6455 §1.3 to the key, hash that with SHA-1 and write the hash in base64. A stored response does not help either: it was made for another key.',
  },
};

function See() {
  const { run } = useLesson();
  const before = acceptOf(run);
  const traffic = run.tasks.traffic(CHANGED);
  const switched = switchedOf(traffic);
  const changed = before === null ? null : changedCharacters(before, traffic);
  if (before === null || !switched || changed === null) return null;
  return (
    <p>
      The server answered{' '}
      <Phrase unit={switched.response} field="Sec-WebSocket-Accept">
        another value
      </Phrase>
      : {inWords(changed)} of its {before.length} characters are different. So a response to another key, even
      to one nearly the same, is of no use for yours.
    </p>
  );
}

function acceptOf(run: LessonRun): string | null {
  const switched = switchedOf(run.tasks.traffic(OPEN));
  return switched && header(switched.answered, 'Sec-WebSocket-Accept');
}

function verdictOfChange(traffic: Traffic, run: LessonRun): 'one' | 'half' | 'nearly-all' | null {
  const before = acceptOf(run);
  const changed = before === null ? null : changedCharacters(before, traffic);
  if (before === null || changed === null) return null;
  if (changed <= 2) return 'one';
  return changed / before.length < 0.75 ? 'half' : 'nearly-all';
}
