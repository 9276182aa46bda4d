import { type ControlsProps, definePrediction, type Step } from '../define';
import { capitalised, inWords, Term } from '../prose';
import { useLesson } from '../use-lesson';
import { LostSegment } from './lost-segment';
import { type ModelRun, readBeforeRepair } from './model/model';
import { lostText, modelTime, tallyOf } from './model/say';
import { ModelTrial } from './model-trial';
import { isOver, shownRun } from './shown';

/** The tasks whose model runs are kept. */
export const LOST = 'lost-segment';
const TRIAL = 'model-trial';

export const lostStep: Step = {
  id: 'lost',
  title: 'What if something is lost on the way?',
  picture: 'figure',
  Figure: Model,
  Prose() {
    return (
      <>
        <p>
          Operating systems cut the stream into <Term of="segment">segments</Term>. Each carries the{' '}
          <Term of="sequence-number">number of its first byte</Term>; the receiver answers with the number of
          the byte that it expects next, a <Term of="cumulative-ack">cumulative acknowledgement</Term> (RFC
          9293 §3.4).
        </p>
        <p>
          The programs at the ends do not see segments, and neither does this lab. So this step has a model:
          it follows the same rules, and nothing in it was on a wire.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: LOST,
      title: 'Segment 2 of 4 is lost',
      prediction: definePrediction({
        question: 'The other three have arrived. What has the application read so far?',
        answers: {
          nothing: 'Nothing',
          first: 'Segment 1 only',
          'without-second': 'Segments 1, 3 and 4',
          all: 'All four',
        },
        by: 'model',
        verdict: (_, run) => verdictOfLoss(shownRun(run, LOST)),
      }),
      until: (_, run) => isOver(run, LOST),
      See: SeeLoss,
    },
    {
      kind: 'experiment',
      id: TRIAL,
      title: 'Lose and overtake at will',
      isOptional: true,
      until: (_, run) => isRough(shownRun(run, TRIAL)),
      waiting: (_, run) => whatToTry(shownRun(run, TRIAL)),
      See: SeeTrial,
    },
  ],
  notes: {
    minutes: 9,
    say: 'Step the model to the moment when segments 3 and 4 lie in the receive buffer, and leave it there. The bytes are at the server, but its program cannot read them yet.',
    ask: 'Everything after the lost segment waits too, whatever it belongs to. What is this called, and where does it hurt?',
    answer:
      'Head-of-line blocking. It hurts where messages that have nothing to do with each other share one connection: HTTP/2’s streams, or all the events of one WebSocket. QUIC, below HTTP/3, gives each stream an order of its own (RFC 9000 §2).',
  },
};

/** The run of the task: with one segment lost, or as the student sets it. */
function Model(props: ControlsProps) {
  return props.task === LOST ? <LostSegment {...props} /> : <ModelTrial {...props} />;
}

function SeeLoss() {
  const { run } = useLesson();
  const shown = shownRun(run, LOST);
  const before = shown && readBeforeRepair(shown);
  if (!before) return null;
  return (
    <p>
      Until segment 2 was sent again, after {modelTime(before.at)} of model time, the application had read{' '}
      <code>{before.read}</code> and nothing else, though three segments of four had arrived. The last two
      waited at the receiver: bytes are read in order, never with a hole. For each of the two it repeated its
      acknowledgement. Two repeats are too few to act on, so the sender waited for its timer, and then sent
      the earliest segment that was not acknowledged again (RFC 6298 §5).
    </p>
  );
}

function SeeTrial() {
  const { run } = useLesson();
  const shown = shownRun(run, TRIAL);
  if (!shown) return null;
  const tally = tallyOf(shown);
  const { overtaken, again } = tally;
  return (
    <p>
      This run of the model lost {lostText(tally)}. {capitalised(segments(overtaken))}{' '}
      {overtaken === 1 ? 'was' : 'were'} overtaken, and {segments(again)} {again === 1 ? 'was' : 'were'} sent
      again. Still the application read <code>{shown.states.at(-1)?.read}</code>: what was written, in order,
      each byte once. Only the time depends on the losses: {modelTime(shown.endsAt)} here.
    </p>
  );
}

/** The key of the answer: what was read before the repair. */
export function verdictOfLoss(shown: ModelRun | null): 'nothing' | 'first' | 'without-second' | 'all' | null {
  const before = shown && readBeforeRepair(shown);
  if (!shown || !before) return null;
  const [first, , third, fourth] = shown.setting.segments;
  if (before.read === '') return 'nothing';
  if (before.read === first) return 'first';
  if (before.read === `${first}${third}${fourth}`) return 'without-second';
  return before.read === shown.setting.segments.join('') ? 'all' : null;
}

/** Whether something was lost and something overtaken. */
export function isRough(shown: ModelRun | null): boolean {
  if (!shown) return false;
  const { lostSegments, lostAcks, overtaken } = tallyOf(shown);
  return lostSegments + lostAcks > 0 && overtaken > 0;
}

const segments = (count: number) => `${inWords(count)} ${count === 1 ? 'segment' : 'segments'}`;

function whatToTry(shown: ModelRun | null): string {
  if (!shown)
    return 'Play the model to its end: something must get lost in that run, and a segment must be overtaken.';
  const tally = tallyOf(shown);
  return `That run lost ${lostText(tally)}, and ${segments(tally.overtaken)} ${tally.overtaken === 1 ? 'was' : 'were'} overtaken. Move the sliders, or take another run, until both have happened.`;
}
