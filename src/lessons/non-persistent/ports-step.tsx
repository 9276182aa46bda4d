import { definePrediction, type Step } from '../define';
import { measureHttp } from '../parts/http-measures';
import { loadPage } from '../parts/page-loads';
import { bytes, capitalised, inWords, milliseconds, Phrase, Term } from '../prose';
import { exchangesOf, pointAt, type Traffic } from '../traffic';
import { useLesson } from '../use-lesson';

const PORTS = 'ports';
const OBJECTS = 4;

export const portsStep: Step = {
  id: 'ports',
  title: 'One page, how many connections?',
  picture: 'wire',
  Prose() {
    return (
      <>
        <p>
          A page is a document and the objects that it names: pictures, styles, scripts. Here your browser
          asks for them one after another, with a request for each.
        </p>
        <p>
          The server adds one <Term of="header-field">header field</Term> to each response,{' '}
          <Term of="header-connection">Connection</Term>: close.
        </p>
      </>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: PORTS,
      code: "for (const url of ['page', ...objects])\n  await fetch(url + '?connection=close')",
      prediction: definePrediction({
        question: `A page and its ${inWords(OBJECTS)} objects, each answered with Connection: close. From how many ports does your browser send?`,
        answers: {
          one: 'One: it is one page',
          two: 'Two: one for the page, one for its objects',
          five: 'Five: one for each request',
        },
        verdict: verdictOfPorts,
      }),
      action: {
        label: 'Load the page',
        run: (lab, run) => loadPage(lab, run, { way: 'close', objects: OBJECTS, delayMs: 0 }),
      },
      until: (traffic) => measureHttp(traffic).answered === OBJECTS + 1,
      waiting: (traffic) => {
        const { answered } = measureHttp(traffic);
        return answered > 0 ? `${answered} of ${OBJECTS + 1} answered.` : null;
      },
      focus: (traffic) => {
        const last = exchangesOf(traffic).at(-1)?.response;
        return last ? pointAt(traffic.capture, last, 'Connection') : null;
      },
      See,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Count the cables together. Each begins, carries one request and one response, and is over; the stub says who ended it.',
    ask: 'Who chooses the client port? Why is the server’s port the same on all of them?',
    answer:
      'The client’s operating system, a free one for each connection. The server’s is the port that it listens on, and clients must know it beforehand. Both addresses and both ports together tell connections apart.',
  },
};

function verdictOfPorts(traffic: Traffic): 'one' | 'two' | 'five' | null {
  const { answered, ports } = measureHttp(traffic);
  if (answered < OBJECTS + 1) return null;
  const used = new Set(ports).size;
  if (used === OBJECTS + 1) return 'five';
  return ([null, 'one', 'two'] as const)[used] ?? null;
}

function See() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(PORTS);
  const exchanges = exchangesOf(traffic);
  const { requests, ports, payloadBytes, headerBytes } = measureHttp(traffic);
  const last = exchanges.at(-1);
  if (!last?.response) return null;
  const end = last.connection.ends.find(({ by }) => by === 'server');
  return (
    <>
      <p>
        {capitalised(inWords(requests))} requests, from {new Set(ports).size === 1 ? 'port' : 'ports'}{' '}
        {[...new Set(ports)].join(', ')}. Each response says{' '}
        <Phrase unit={last.response} field="Connection">
          Connection: close
        </Phrase>
        {end ? (
          <>
            , and after the last one the server ended its side within{' '}
            {milliseconds(last.response.until, end.at)}
          </>
        ) : (
          ''
        )}{' '}
        (RFC 9112 §9.6).
      </p>
      <p>
        For {bytes(payloadBytes.server)} of payload, the page itself,{' '}
        {bytes(headerBytes.client + headerBytes.server)} of start lines and header fields went over the wire,
        and each connection had to be opened first. In the days of HTTP/1.0 this was the usual way (RFC 1945
        §1.3).
      </p>
    </>
  );
}
