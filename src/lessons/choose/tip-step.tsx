import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { useLesson } from '../use-lesson';
import { rate, size, TipFigure, type Tried } from './tip-figure';
import { WAY_NAMES } from './ways';
import { FIVE } from './ways-step';

const TIP = 'tip';

export const tipStep: Step = {
  id: 'tip',
  title: 'Where does the choice tip?',
  picture: 'figure',
  Figure: TipFigure,
  needs: FIVE,
  Prose() {
    return (
      <>
        <p>
          Your run had one rhythm and one size. The model takes what it measured around each message, and
          computes an hour of another application: how often each side speaks, and how long its messages are.
        </p>
        <p>It counts bytes alone. Latency it cannot tell: that depends on the path.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: TIP,
      prediction: definePrediction({
        question: 'Is there an application for which another way needs fewer bytes than WebSocket?',
        answers: {
          never: 'No: WebSocket has the fewest for all of them',
          rare: 'Yes: one that says something very rarely',
          large: 'Yes: one with very large messages',
        },
        by: 'model',
        verdict: (_, run) => {
          const tipped = triedIn(run)?.tipped;
          if (!tipped) return null;
          return tipped.setting.perHour.server <= 60 && tipped.setting.perHour.client <= 60
            ? 'rare'
            : 'large';
        },
      }),
      until: (_, run) => triedIn(run)?.tipped != null,
      waiting: (_, run) => {
        const settings = triedIn(run)?.settings ?? 0;
        if (settings === 0) return null;
        return settings < 4
          ? 'WebSocket still has the fewest bytes here. Look for a setting where it has not.'
          : 'WebSocket still has the fewest. Try both ends of each slider: a large text, then hardly any messages.';
      },
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Let the room steer: “more often, less often, larger”. Watch the last column, not the bars: at 100 kB a message all five are nearly alike.',
    ask: 'Which of the assumptions below the figure would you change for your own application, and in whose favour?',
    answer:
      'A poll every 10 s instead of every second makes short polling ten times as cheap, and its news up to 10 s late. Proxies that cut idle connections force server-sent events to send comments as a heartbeat (HTML Standard §9.2.7), which takes their advantage. HTTP/2 compresses repeated heads (RFC 7541).',
  },
};

const triedIn = (run: LessonRun) => run.tasks.witnessed(TIP) as Tried | null;

function See() {
  const { run } = useLesson();
  const tipped = triedIn(run)?.tipped;
  if (!tipped) return null;
  const { perHour, textBytes } = tipped.setting;
  return (
    <>
      <p>
        With {rate(perHour.server)} from the server, {rate(perHour.client)} from the browser and{' '}
        {size(textBytes)} of text, {WAY_NAMES[tipped.way]} has the fewest bytes. A WebSocket sends heartbeats
        also when nobody says anything; a large text hides every head. Bytes decide when messages are small
        and many.
      </p>
      <p>
        All this is HTTP/1.1. HTTP/2 and HTTP/3 compress heads (RFC 7541, RFC 9204) and carry many streams on
        one connection (RFC 9113 §5, RFC 9114 §6), so each request costs less. They have no 101 (RFC 9113
        §8.6, RFC 9114 §4.5): an extended CONNECT opens a WebSocket there, on one stream (RFC 8441, RFC 9220).
        WebTransport adds datagrams that may be lost. It is a W3C draft, not a standard yet.
      </p>
    </>
  );
}
