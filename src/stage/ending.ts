import type { CapturedConnection } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import type { Unit } from '../protocol/unit';
import { openingFaultOf } from '../timeline/opening-fault';
import type { Cable, Ending } from '../timeline/scene';

/** How a connection ended, in words; with a decoder, also what its close frames said. */
export function endingText({ how, by, at, closing }: Ending, decoder?: Decoder): string {
  const said = decoder && closing[0] ? closeText(decoder, closing[0]) : '';
  const isLate = isAgreed(closing) && !isAgreed(closing.filter(({ until }) => until <= at));
  if (isLate) return `Close frame${said}, then closed by the ${by} (FIN) before the answer came`;
  const before = isAgreed(closing)
    ? `closing handshake${said} begun by the ${closing[0]!.sender}, then `
    : closing.length > 0
      ? `Close frame${said} without an answer, then `
      : '';
  if (how === 'reset') return `${before}reset by the ${by} (RST)`;
  if (how === 'timeout') return `${before}given up by the ${by} after silence`;
  if (how === 'idle') return `closed by the ${by} after silence`;
  if (how === 'fin') return `${before}closed by the ${by} (FIN)`;
  return `${before}closed by the ${by}`;
}

/**
 * Why a connection ended, where that is known: a relay whose own connection to the server failed, or a client that ended it at once
 * after a 101 that breaks a rule. Else empty.
 */
export function becauseText(
  decoder: Decoder,
  { id, upstream }: Pick<CapturedConnection, 'id' | 'upstream'>,
  { by, closing }: Ending,
): string {
  if (by === 'server' && upstream?.how === 'failed')
    return `, by the relay in its place: ${upstream.text.replace(/\.$/, '')}`;
  if (by !== 'client' || closing.length > 0) return '';
  const fault = openingFaultOf(decoder, id);
  return fault === null || fault.kind !== undefined ? '' : `, because of the 101: ${fault.message}`;
}

/** How a cable's end is drawn: each kind of ending differs. */
export type EndingShape = 'agreed' | 'cut' | 'torn' | 'faded';

/** Agreed: both closed. Cut: closed without agreement. Torn: RST. Faded: timeout. */
export function endingShape({ how, closing }: Ending): EndingShape {
  if (how === 'reset') return 'torn';
  if (how === 'timeout') return 'faded';
  return isAgreed(closing) ? 'agreed' : 'cut';
}

/** "opening handshake refused: 426 Upgrade Required", if the last answer did that; else null. */
export function refusalText(decoder: Decoder, { turn }: Pick<Cable, 'turn'>): string | null {
  if (!turn || turn.state === 'request' || turn.state === 'waiting') return null;
  const asks = decoder.headOf(turn.request)?.headers.some(({ name }) => name.toLowerCase() === 'upgrade');
  const answer = asks ? decoder.partnerOf(turn.request) : null;
  const head = answer && decoder.headOf(answer);
  if (head?.kind !== 'response' || head.status === 101) return null;
  return `opening handshake refused: ${head.status} ${head.reason}`.trimEnd();
}

function isAgreed(closing: readonly Unit[]): boolean {
  return new Set(closing.map(({ sender }) => sender)).size === 2;
}

/** Status code and reason of a close frame (RFC 6455 §5.5.1): ` 1000 “done”`; empty without. */
function closeText(decoder: Decoder, close: Unit): string {
  const [high, low, ...reason] = decoder.contentOf(close);
  if (high === undefined || low === undefined) return '';
  const text = new TextDecoder().decode(Uint8Array.from(reason));
  return ` ${high * 256 + low}${text && ` “${text}”`}`;
}
