import type { Fault, Peer } from './layer-unit';
import { utf8Problem } from './utf8';
import type { FindHint } from './websocket-hints-source';
import { broken, reported } from './websocket-rules';

/** A rule that a Close frame breaks, and how to find a likely cause. */
interface Found {
  readonly fault: Fault;
  readonly hint: Parameters<FindHint>[2] | null;
}

/** What is wrong with a status code in a Close frame, and the section that says so; null when it may be there (RFC 6455 §7.4). */
function codeProblem(code: number): readonly [what: string, spec: string] | null {
  if (code < 1000) return ['is not valid: codes below 1000 are not used', 'RFC 6455 §7.4.2'];
  if (code === 1004) return ['is not valid: it is reserved, and has no meaning yet', 'RFC 6455 §7.4.1'];
  if (isOwn(code)) {
    const when =
      code === 1005
        ? 'a Close frame has no code'
        : code === 1006
          ? 'no Close frame came'
          : 'the TLS handshake failed';
    const what = `must not be in a Close frame: it is for an endpoint’s own use, when ${when}`;
    return [what, 'RFC 6455 §7.4.1'];
  }
  // 1012 to 1014 are in the IANA registry.
  if (code < 1015 || (code >= 3000 && code < 5000)) return null;
  if (code < 3000)
    return ['is not valid: it is reserved for the protocol, and not defined', 'RFC 6455 §7.4.2'];
  return ['is not valid: the ranges of codes end at 4999', 'RFC 6455 §7.4.2'];
}

/** Codes that only an endpoint gives its own application. */
const isOwn = (code: number): boolean => code === 1005 || code === 1006 || code === 1015;

/** Whether a Close frame may have this status code. */
export function mayClose(code: number): boolean {
  return codeProblem(code) === null;
}

/** The rules that the unmasked payload of a Close frame breaks, in order; `at` is where it begins in the frame. */
export function checkClose(payload: Uint8Array, at: number, sender: Peer): readonly Found[] {
  const { length } = payload;
  if (length === 0) return [];
  if (length === 1) return [oneByte(payload[0]!, at, sender)];
  const found: Found[] = [];
  const code = payload[0]! * 256 + payload[1]!;
  const problem = codeProblem(code);
  if (problem !== null) {
    const [what, spec] = problem;
    const fault = broken(`Status code ${code} ${what}.`, spec, at, at + 2);
    // The payload is only lent, and its likely cause may be found later.
    const bytes = payload.slice();
    found.push({
      fault: { ...fault, effect: codeEffect(code, sender) },
      hint: ({ closeCodeHint }) => closeCodeHint(bytes),
    });
  } else if (code === 1010 && sender === 'server') {
    const message =
      'Only a client closes with 1010: a server that misses an extension refuses the handshake instead.';
    const range = { start: at, end: at + 2 };
    found.push({ fault: { message, spec: 'RFC 6455 §7.4.1', range, kind: 'notice' }, hint: null });
  }
  const bad = utf8Problem(payload.subarray(2));
  if (bad !== null) {
    const message = `The reason of a Close frame must be UTF-8: ${bad.why}.`;
    const fault = broken(message, 'RFC 6455 §5.5.1', at + 2 + bad.at, at + 3 + bad.at, 1007);
    const effect = reported(sender, `${BROKEN_CLOSE} containing invalid UTF-8.`, 'invalid UTF-8 sequence');
    found.push({ fault: { ...fault, effect }, hint: null });
  }
  return found;
}

const BROKEN_CLOSE = 'Received a broken close frame';

function oneByte(byte: number, at: number, sender: Peer): Found {
  const message =
    'A Close frame has no payload, or at least the 2 bytes of a status code: this one has 1 byte.';
  const effect = reported(
    sender,
    `${BROKEN_CLOSE} with an invalid size of 1 byte.`,
    'invalid payload length 1',
  );
  const fault = { ...broken(message, 'RFC 6455 §5.5.1', at, at + 1), effect };
  return { fault, hint: ({ oneByteHint }) => oneByteHint(byte) };
}

function codeEffect(code: number, sender: Peer): string {
  if (sender === 'server' && !isOwn(code))
    return 'Chromium takes this code and answers with it; ws does not take it.';
  return reported(
    sender,
    `${BROKEN_CLOSE} containing a reserved status code.`,
    `invalid status code ${code}`,
  );
}
