import { definePrediction, type Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { useLesson } from '../use-lesson';
import { rate, size, TipFigure, type Tried } from './tip-figure';
import { WAY_NAMES } from './ways';
import { FIVE } from './ways-step';

const TIP = 'tip';
/** From here on a message counts as very large. */
const LARGE_BYTES = 5000;

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
          Your run had one rhythm and one size of messages. The model takes what the run measured around each
          message, and computes an hour of another application: you choose how often each side sends, and how
          long its messages are.
        </p>
        <p>It counts bytes only. It says nothing of latency, which depends on the path.</p>
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
          rare: 'Yes: one that very rarely sends anything',
          large: 'Yes: one with very large messages',
        },
        by: 'model',
        verdict: (_, run) => {
          const tipped = triedIn(run)?.tipped;
          if (!tipped) return null;
          const { perHour, textBytes } = tipped.setting;
          if (perHour.server <= 60 && perHour.client <= 60) return 'rare';
          return textBytes >= LARGE_BYTES ? 'large' : null;
        },
      }),
      until: (_, run) => triedIn(run)?.tipped != null,
      waiting: (_, run) => {
        const settings = triedIn(run)?.settings ?? 0;
        if (settings === 0) return null;
        return settings < 4
          ? 'WebSocket has the fewest bytes with this setting. Look for one where it does not.'
          : 'WebSocket still has the fewest. Try both ends of each slider: large texts, then hardly any messages.';
      },
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Let the room steer: “more often, less often, larger”. Watch the last column, not the bars: at 100 kB a message all five are nearly alike.',
    ask: 'Which of the assumptions below the figure would you change for your own application, and in whose favour?',
    answer:
      'A poll every 10 s instead of every second makes short polling ten times as cheap, and its news up to 10 s late. Where proxies cut idle connections, server-sent events need comments as a heartbeat (HTML Standard §9.2.7), and lose their advantage. HTTP/2 compresses repeated header fields (RFC 7541).',
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
        {size(textBytes)} of text, {WAY_NAMES[tipped.way]} has the fewest bytes. In this model a WebSocket has
        heartbeats even when nobody sends anything, and with large texts the bytes around them hardly count.
        Bytes decide when messages are small and many.
      </p>
      <p>
        All this is HTTP/1.1. HTTP/2 and HTTP/3 compress header fields (RFC 7541, RFC 9204) and carry many
        streams on one connection (RFC 9113 §5, RFC 9114 §6), so each request costs less. They have no 101
        (RFC 9113 §8.6, RFC 9114 §4.5): there, an extended CONNECT opens a WebSocket on one stream (RFC 8441,
        RFC 9220). WebTransport, a W3C draft, adds datagrams, which may be lost.
      </p>
    </>
  );
}
