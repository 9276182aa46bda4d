import { definePrediction, type Step } from '../define';
import { capitalised, inWords, milliseconds, outOf, Phrase, Term } from '../prose';
import type { Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const BEATS = 'heartbeat';
/** The echo's default interval is longer than anybody should sit through. */
const EVERY_MS = 500;
const ENOUGH = 3;

export const heartbeatStep: Step = {
  id: 'heartbeat',
  title: 'Nobody says anything. What is on the wire?',
  picture: 'ladder',
  isAboutHeartbeats: true,
  Prose() {
    return (
      <>
        <p>
          Neither TCP nor WebSocket obliges an open connection to send anything. TCP has keep-alives, where a
          program asks for them, by default at least two hours apart (RFC 9293 §3.8.4). Chromium asks for one
          every 45 s, but no page sees them, and other clients may not ask at all: do not count on it. Without
          them a WebSocket may be silent for hours, and neither program knows whether the other is still
          there.
        </p>
        <p>Open a WebSocket, do nothing, and watch for a few seconds.</p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: BEATS,
      code: 'const socket = new WebSocket(url)\nsocket.onmessage = show // and nothing else',
      prediction: definePrediction({
        question: 'Your code sends nothing. What passes on the open connection?',
        answers: {
          nothing: 'Nothing at all',
          pings: 'Pings from the server, pongs from your browser',
          texts: 'Empty text messages',
        },
        verdict: (traffic) => {
          if (beatsOf(traffic).length >= ENOUGH) return 'pings';
          return traffic.units.some(({ kind }) => kind === 'text') ? 'texts' : null;
        },
      }),
      action: {
        label: 'Open a WebSocket, and do nothing',
        run: (lab) => void lab.openWebSocket({ heartbeatMs: EVERY_MS }),
      },
      until: (traffic) => beatsOf(traffic).length >= ENOUGH,
      waiting: (traffic) => {
        const beats = beatsOf(traffic).length;
        return traffic.units.length > 0 ? `Pings answered so far: ${outOf(beats, ENOUGH)}.` : null;
      },
      focus: (traffic) => {
        const unit = beatsOf(traffic)[0]?.ping;
        return unit ? { unit, range: null } : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Let it run while you talk. Then set the stage to “As DevTools”: Pings and Pongs turn grey, since Chromium’s Network panel never shows them. Firefox can.',
    ask: 'Which of the two must answer a Ping, and with which payload? Could your page’s JavaScript have sent one?',
    answer:
      'Either end must answer a Ping with a Pong that has the same payload, as soon as is practical (RFC 6455 §5.5.2 and §5.5.3). A page cannot send one: the WebSocket API has no method for it.',
  },
};

interface Beat {
  readonly ping: Traffic['units'][number];
  readonly pong: Traffic['units'][number];
}

/** The server's pings that were answered. */
export function beatsOf({ capture, units }: Traffic): readonly Beat[] {
  return units.flatMap((ping) => {
    if (ping.layer !== 'websocket' || ping.kind !== 'ping' || ping.sender !== 'server') return [];
    const pong = capture.decoder.partnerOf(ping);
    return pong ? [{ ping, pong }] : [];
  });
}

function See() {
  const { run, lab } = useLesson();
  const { heartbeatMs } = lab.limits;
  const traffic = run.tasks.traffic(BEATS);
  const beats = beatsOf(traffic);
  const [first, second] = beats;
  if (!first || !second) return null;
  const messages = traffic.calls.filter(({ kind }) => kind === 'message').length;
  return (
    <>
      <p>
        <Phrase unit={first.ping}>The first ping</Phrase> was answered by{' '}
        <Phrase unit={first.pong}>a pong</Phrase>, which the server read{' '}
        {milliseconds(first.ping.until, first.pong.at)} later; the next came{' '}
        {milliseconds(first.ping.at, second.ping.at)} after the first. {capitalised(inWords(beats.length))}{' '}
        were answered so far, and your page got{' '}
        {messages === 0 ? 'no message event' : `${inWords(messages)} message events`} meanwhile: the browser
        answers by itself.
      </p>
      <p>
        A <Term of="opcode-ping">ping</Term> asks whether the other end is still there, and its pong says so
        (RFC 6455 §5.5.2, §5.5.3). This server usually pings{' '}
        {Number.isFinite(heartbeatMs) ? `every ${heartbeatMs / 1000} s` : 'less often'}; here it did so every{' '}
        {EVERY_MS / 1000} s, so that you need not wait.
      </p>
    </>
  );
}
