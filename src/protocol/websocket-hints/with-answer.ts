import type { Fault } from '../layer-unit';

/** The server's first frame came with the 101, and the client has not said a word since, where it would have. */
export const WITH_ANSWER: Fault = {
  message:
    'The server wrote this together with the end of its 101 response, and the client has sent nothing since its request.',
  spec: 'RFC 9110 §15.2.2',
  range: { start: 0, end: 0 },
  kind: 'notice',
  hint: 'Some clients and proxies drop what they have read beyond the empty line of a head. This frame would then have reached nobody.',
};
