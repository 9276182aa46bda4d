import type { ReactNode } from 'react';
import { Phrase } from '../prose';
import { answeredOf, header } from '../traffic';
import { useLesson } from '../use-lesson';

/** Why the server answered so, by the task's id. */
const WHY: Readonly<Record<string, ReactNode>> = {
  'wrong-version': (
    <>
      It says which version it does speak, in <Answer id="wrong-version" field="Sec-WebSocket-Version" />, and
      the client may ask again (RFC 6455 §4.4). Some servers answer 400.
    </>
  ),
  'foreign-origin': (
    <>
      CORS, by which a server says which pages may read its responses, does not cover WebSockets: a browser
      sends no preflight, CORS’s question in advance, and looks for no CORS header. So a server checks Origin
      itself (RFC 6455 §10.2), or asks for a secret that only its own pages have: a token or a SameSite
      cookie. Our client could lie about its origin; a page cannot.
    </>
  ),
  'no-key': (
    <>
      Not “unauthorized”: the key was never meant to let anybody in. A handshake without it is malformed (RFC
      6455 §4.2.1): the server has nothing to compute its answer from.
    </>
  ),
  'no-upgrade': (
    <>
      Nobody asked for a switch, so there is none. This server has an ordinary answer at this URL; a server
      that has only a WebSocket there often answers 426 or 400. A server that does not know WebSocket may
      ignore Upgrade and answer 200 or 404 to a real handshake (RFC 9110 §7.8); the browser then gives up.
    </>
  ),
};

/** What the server answered to a request with something wrong in it, and why. */
export default function Seen({ id }: { readonly id: string }) {
  const { run } = useLesson();
  const answered = answeredOf(run.tasks.traffic(id));
  if (!answered) return null;
  const { answered: head } = answered;
  return (
    <p>
      The server answered{' '}
      <Phrase unit={answered.response} field="Status code">
        {head.status} {head.reason}
      </Phrase>
      . {WHY[id]}
    </p>
  );
}

/** A header field of the answer, with its value. */
function Answer({ id, field }: { readonly id: string; readonly field: string }) {
  const { run } = useLesson();
  const answered = answeredOf(run.tasks.traffic(id));
  return (
    <Phrase unit={answered?.response} field={field}>
      {field}: {(answered && header(answered.answered, field)) ?? 'nothing'}
    </Phrase>
  );
}
