import type { LabSession } from '../../lab/session';
import { definePrediction, type Step } from '../define';
import { requestText, untilTrue } from '../parts/page-loads';
import { inWords, Phrase } from '../prose';
import { exchangesOf, header, isAnswered, pointAt, type Traffic, trafficOf } from '../traffic';
import { useLesson } from '../use-lesson';

const KEEP = 'keep';
const OLD = 'old';

export const keepStep: Step = {
  id: 'keep',
  title: 'Who asks for a connection to stay?',
  picture: 'ladder',
  Prose() {
    return (
      <>
        <p>
          A connection that carries one request after another is <em>persistent</em>. Browsers write
          “Connection: keep-alive” into their requests. Would the connection stay open without this field?
        </p>
        <p>
          A small client beside the server writes a request with nothing but its request line (method, path
          and version) and <code>Host</code>, the one field that HTTP/1.1 demands. When the response is there,
          it tries to send another request on the same connection.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: KEEP,
      title: 'HTTP/1.1, and no field about the connection',
      prediction: definePrediction({
        question: 'The response is over. What does the server do?',
        answers: {
          ends: 'It ends the connection: nobody asked to keep it',
          waits: 'It waits for the next request',
        },
        verdict: verdictOfKeep,
      }),
      action: { label: 'Send it', run: (lab) => askTwice(lab, 'HTTP/1.1') },
      until: (traffic) => verdictOfKeep(traffic) !== null,
      focus: (traffic) => {
        const first = exchangesOf(traffic)[0]?.request;
        return first ? pointAt(traffic.capture, first) : null;
      },
      See: SeeKeep,
    },
    {
      kind: 'experiment',
      id: OLD,
      title: 'The same in HTTP/1.0',
      isOptional: true,
      prediction: definePrediction({
        question:
          'The same request, but its request line ends with HTTP/1.0. What does the server do after the response?',
        answers: { ends: 'It ends the connection', waits: 'It waits for the next request' },
        verdict: verdictOfKeep,
      }),
      action: { label: 'Send it as HTTP/1.0', run: (lab) => askTwice(lab, 'HTTP/1.0') },
      until: (traffic) => verdictOfKeep(traffic) !== null,
      See: SeeOld,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Keep-Alive was invented for HTTP/1.0, where closing was the default. HTTP/1.1 turned the default around in 1997; the field lives on out of habit.',
    ask: 'If staying open is the default, which field would a client need, and when?',
    answer:
      'Connection: close, in its last request (RFC 9112 §9.6). Then the server ends the connection after that response.',
  },
};

/** Sends a request, and after its response another, if the connection is still open. */
async function askTwice(lab: LabSession, version: string): Promise<void> {
  const { addresses, capture } = lab;
  if (!addresses) return;
  const text = (isLast: boolean) => new TextEncoder().encode(requestText(addresses, 'echo', isLast, version));
  const raw = await lab.openRaw(text(false));
  const exchanges = () => exchangesOf(trafficOf(capture, new Set([raw.opener])));
  await untilTrue(capture, () =>
    exchanges().some((exchange) => isAnswered(exchange) && !exchange.response.partial),
  );
  const { connection } = exchanges()[0]!;
  const isClosing = () => capture.connection(connection.id)?.ends.some(({ by }) => by === 'server') === true;
  const says = exchanges()[0]!.answered;
  if (says && header(says, 'Connection')?.toLowerCase() === 'close') await untilTrue(capture, isClosing);
  else await raw.write(text(true));
}

function verdictOfKeep(traffic: Traffic): 'ends' | 'waits' | null {
  const [first, second] = exchangesOf(traffic);
  if (!first || !isAnswered(first)) return null;
  if (second && isAnswered(second)) return 'waits';
  return second === undefined && isEndedByServer(traffic) ? 'ends' : null;
}

function isEndedByServer(traffic: Traffic): boolean {
  return exchangesOf(traffic).some(({ connection }) => connection.ends.some(({ by }) => by === 'server'));
}

function SeeKeep() {
  const { run } = useLesson();
  const exchanges = exchangesOf(run.tasks.traffic(KEEP));
  const [first, second] = exchanges;
  if (!first || !second || !isAnswered(first)) return null;
  return (
    <p>
      <Phrase unit={first.request}>The first request</Phrase> has {inWords(first.asked.headers.length)}{' '}
      {first.asked.headers.length === 1 ? 'field' : 'fields'} and says nothing about the connection. The
      server waited, and <Phrase unit={second.request}>the second request</Phrase> came from the same port,{' '}
      {second.connection.client.port}. In HTTP/1.1 a connection persists unless one side says{' '}
      <code>close</code> (RFC 9112 §9.3). The keep-alive that your browser writes changes nothing here.
    </p>
  );
}

function SeeOld() {
  const { run } = useLesson();
  const [first] = exchangesOf(run.tasks.traffic(OLD));
  if (!first || !isAnswered(first)) return null;
  return (
    <p>
      The server answered with{' '}
      <Phrase unit={first.response} field="Connection">
        Connection: {header(first.answered, 'Connection') ?? 'nothing said'}
      </Phrase>{' '}
      and ended the connection from port {first.connection.client.port}. In HTTP/1.0 a connection stays only
      if it was asked for (RFC 9112 §9.3).
    </p>
  );
}
