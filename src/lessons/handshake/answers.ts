import { acceptSteps } from '../../protocol/handshake';
import type { Selection } from '../../timeline/pointing';
import { answerIn } from '../define';
import { isWellFormedKey, SAMPLE_KEY } from '../parts/requests';
import {
  type Answered,
  answeredOf,
  exchangesOf,
  fieldOf,
  header,
  isAnswered,
  pointAt,
  statusOf,
  switchedOf,
  type Traffic,
} from '../traffic';

/** Which of these answers, whose keys are status codes (`status-101`), the server gave; null for none of them. */
export function verdictOf<Key extends string>(answers: Readonly<Record<Key, string>>) {
  return (traffic: Traffic): Key | null => answerIn(answers, `status-${statusOf(traffic)}`);
}

/** The status code of the newest answer, to look at. */
export function statusCodeIn(traffic: Traffic): Selection | null {
  const answered = answeredOf(traffic);
  return answered && pointAt(traffic.capture, answered.response, 'Status code');
}

/** What the server said in the body of an answer, trimmed. */
function bodyText(traffic: Traffic, { response }: Answered): string {
  return new TextDecoder().decode(traffic.capture.decoder.contentOf(response)).trim();
}

/** Why a hand-made handshake has not led to 101 yet. */
export function whyNoSwitch(traffic: Traffic): string | null {
  const exchanges = exchangesOf(traffic);
  const answered = answeredOf(traffic);
  if (answered && answered.answered.status !== 101) {
    return `The server answered ${answered.answered.status}. Its body says: “${bodyText(traffic, answered)}”`;
  }
  const last = exchanges.at(-1);
  if (!last || last.response !== null) return null;
  return last.request.partial
    ? 'The server has your bytes and waits for more: an empty line ends the head of a request.'
    : 'Your request is with the server; its answer has not come yet.';
}

/** The size of the newest request that was answered with this status code; NaN while there is none. */
export function requestBytes(traffic: Traffic, status: number): number {
  const answered = exchangesOf(traffic).findLast(
    (exchange) => isAnswered(exchange) && exchange.answered.status === status,
  );
  return answered ? answered.request.end - answered.request.start : Number.NaN;
}

/** Whether a browser’s handshake lost its Upgrade on the way: a proxy or an extension removed it. */
export function isStripped(traffic: Traffic): boolean {
  const asked = exchangesOf(traffic).at(-1)?.asked;
  const isWebSocket = traffic.calls.some(({ kind }) => kind === 'new WebSocket');
  return isWebSocket && asked != null && header(asked, 'Upgrade') === null;
}

/** Null once the server has answered 426, otherwise what is missing. */
export function missing426(traffic: Traffic): string | null {
  const exchanges = exchangesOf(traffic).filter(isAnswered);
  if (exchanges.some(({ answered }) => answered.status === 426)) return null;
  const last = exchanges.at(-1);
  if (!last) return whyNoSwitch(traffic) ?? 'No request of yours has been answered since this goal began.';
  const { status } = last.answered;
  if (status === 101) return 'The server answered 101: it agreed. Ask for something that it must refuse.';
  return `The server answered ${status}, not 426. Its body says: “${bodyText(traffic, last)}”`;
}

/**
 * Null once a handshake on a raw connection was answered with 101 and the right accept value for a key that is neither the
 * RFC’s nor one that anyone else sent, otherwise what is missing. `isTaken` knows keys from outside this task.
 */
export function missingOwnHandshake(traffic: Traffic, isTaken: (key: string) => boolean): string | null {
  const byHand = exchangesOf(traffic)
    .filter(isAnswered)
    .filter(({ connection }) => connection.via === 'raw');
  const last = byHand.at(-1);
  if (!last) return whyNoSwitch(traffic) ?? 'No handshake of yours has been answered since this goal began.';
  const faults = byHand.map((exchange) => faultOfOwn(exchange, isTaken, traffic));
  return faults.includes(null) ? null : faults.at(-1)!;
}

function faultOfOwn(exchange: Answered, isTaken: (key: string) => boolean, traffic: Traffic): string | null {
  const { asked, answered } = exchange;
  if (answered.status !== 101) {
    return `The server answered ${answered.status}, not 101. Its body says: “${bodyText(traffic, exchange)}”`;
  }
  const key = header(asked, 'Sec-WebSocket-Key') ?? '';
  if (key === SAMPLE_KEY)
    return 'The server agreed, but this key is the one printed in the RFC. Make your own.';
  if (isTaken(key)) return 'The server agreed, but this key was on the wire before. Make a new one.';
  const accept = header(answered, 'Sec-WebSocket-Accept');
  return accept === acceptSteps(key).accept ? null : 'The accept value does not match your key.';
}

/** How many of the accept value’s characters a changed key has changed; null without a 101 to a hand-made request. */
export function changedCharacters(before: string, traffic: Traffic): number | null {
  const switched = switchedOf(traffic);
  const after = switched && header(switched.answered, 'Sec-WebSocket-Accept');
  if (!after) return null;
  return [...before].filter((character, index) => character !== after[index]).length;
}

/** Whether the server accepted a well-formed key. */
export function keyTaken(traffic: Traffic): 'yes' | 'no' | null {
  const answered = answeredOf(traffic);
  const key = answered && header(answered.asked, 'Sec-WebSocket-Key');
  if (!answered || !key || !isWellFormedKey(key)) return null;
  if (answered.answered.status === 101) return 'yes';
  return answered.answered.status === 400 ? 'no' : null;
}

/** A header field of a response or request as something to select; null where it has none. */
export function headerIn(traffic: Traffic, exchange: Answered | null, name: string): Selection | null {
  const unit =
    exchange && (fieldOf(traffic.capture, exchange.response, name) ? exchange.response : exchange.request);
  return unit && pointAt(traffic.capture, unit, name);
}
