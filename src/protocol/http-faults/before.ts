import type { HttpHead } from '../http-head';
import { count } from '../text';
import { bodyLengthOf } from './body-length';
import type { Question } from './finding';
import { type Before, factsOf } from './first-bytes';

/** How the message with this head ended, as what follows it is explained. `body` is without transfer coding. */
export function beforeOf(
  head: HttpHead,
  isChunked: boolean,
  body: () => Uint8Array,
  question: Question | null,
): Before {
  const bare = bareOf(head, question);
  if (bare !== null)
    return { ended: `the head of ${bare}, which has no body`, spec: 'RFC 9112 §6.3', body: null };
  if (isChunked) return { ended: 'the last chunk of the body', spec: 'RFC 9112 §7.1', body: null };
  const length = bodyLengthOf(head);
  if (typeof length === 'number') {
    const ended = `the ${count(length, 'byte')} that Content-Length announced`;
    return { ended, spec: 'RFC 9112 §6.3', body: factsOf(body()) };
  }
  const ended = 'a request without Content-Length or Transfer-Encoding, which has no body';
  return { ended, spec: 'RFC 9112 §6.3', body: null };
}

/** What a message is called that has no body, whatever its fields say. */
function bareOf(head: HttpHead, question: Question | null): string | null {
  const { status } = head;
  if (head.kind === 'request') return null;
  if (question?.method === 'HEAD') return 'the response to HEAD';
  return status < 200 || status === 204 || status === 304 ? `the ${status} response` : null;
}
