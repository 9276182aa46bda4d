import type { ControlsProps, Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { inWords, Phrase } from '../prose';
import { header, switchedOf, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';
import { AcceptPanel } from './accept-panel';
import { changedCharacters, headerIn, whyNoSwitch } from './answers';
import { HeaderTour } from './header-tour';
import { KeyChanger } from './key-changer';
import { OPEN } from './switch-step';

const CHANGED = 'changed-key';

export const acceptStep: Step = {
  id: 'accept',
  title: 'How does the server prove that it understood?',
  needs: OPEN,
  Prose() {
    const { run } = useLesson();
    const switched = switchedOf(run.traffic(OPEN));
    return (
      <>
        <p>
          Any server may answer 101 by accident. So the browser sends a random{' '}
          <Phrase unit={switched?.request} field="Sec-WebSocket-Key">
            key
          </Phrase>
          , and wants a value back that only a server that knows RFC 6455 would compute: the key, joined with
          an identifier that the RFC prints, hashed with SHA-1, in base64. Here it is, from your key of this
          minute:
        </p>
        {switched && (
          <>
            <AcceptPanel exchange={switched} />
            <p>The server’s fields, one by one:</p>
            <HeaderTour unit={switched.response} />
          </>
        )}
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: CHANGED,
      title: 'Change one character of the key',
      prediction: {
        question: 'How much of the accept value changes?',
        answers: ['One character', 'About half of it', 'Nearly all of it'],
        verdict: verdictOfChange,
      },
      Controls: KeyControls,
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
  },
};

function KeyControls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const key = keyOf(run);
  if (key === null) return null;
  return <KeyChanger key={key} original={key} task={task} isReady={isReady} />;
}

function See() {
  const { run } = useLesson();
  const before = acceptOf(run);
  const traffic = run.traffic(CHANGED);
  const switched = switchedOf(traffic);
  const changed = before === null ? null : changedCharacters(before, traffic);
  if (before === null || !switched || changed === null) return null;
  return (
    <p>
      The server answered{' '}
      <Phrase unit={switched.response} field="Sec-WebSocket-Accept">
        another value
      </Phrase>
      : {inWords(changed)} of its {before.length} characters are different. A hash keeps nothing of what was
      near. No answer to another key could be sent again for yours.
    </p>
  );
}

function keyOf(run: LessonRun): string | null {
  const switched = switchedOf(run.traffic(OPEN));
  return switched && header(switched.asked, 'Sec-WebSocket-Key');
}

function acceptOf(run: LessonRun): string | null {
  const switched = switchedOf(run.traffic(OPEN));
  return switched && header(switched.answered, 'Sec-WebSocket-Accept');
}

function verdictOfChange(traffic: Traffic, run: LessonRun): number | null {
  const before = acceptOf(run);
  const changed = before === null ? null : changedCharacters(before, traffic);
  if (before === null || changed === null) return null;
  if (changed <= 2) return 0;
  return changed / before.length < 0.75 ? 1 : 2;
}
