/** Ends the head of an HTTP message (RFC 9112 §2.1). */
export const HEAD_END = '\r\n\r\n';

/** A longer head takes the general path. */
const MAX_BYTES = 4 * 1024;

/** A request head as RFC 9112 has it, from its first byte to its empty line; an opening handshake is one of these. */
const GET_HEAD = /^GET (\/[!-~]*) HTTP\/1\.1\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)+\r\n/;
const UPGRADE = /\r\nupgrade: *[!-~]/i;
const CONNECTION_UPGRADE = /\r\nconnection:(?:[ -~]*,)? *upgrade *(?:,[ -~]*)?\r/i;
/** A field of which the body, or a second reading of the head, depends; a switch that may be unclear; or what may hold a secret. */
const NEEDS_CARE =
  /\r\n(?:content-length|transfer-encoding|proxy-connection)[\t ]*:|\r\nupgrade:[\t ]*\r|\r\nconnection:[ -~]*[^ -~\r]|cookie|authorization/i;

/**
 * What nearly every opening handshake is, seen at a glance: a whole GET request to change the protocol, without body or
 * secrets, at the beginning of one read. Gives its request target; null for anything else, which then goes the long way
 * with the same result.
 */
export function targetOfWholeUpgrade(bytes: Buffer): string | null {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_BYTES));
  const found = GET_HEAD.exec(text);
  if (found === null) return null;
  const head = found[0];
  return UPGRADE.test(head) && CONNECTION_UPGRADE.test(head) && !NEEDS_CARE.test(head) ? found[1]! : null;
}

/** What nearly every answer to one is: one write that is a 101 response from its first byte to its last, without secrets. */
export function isWholeSwitch(bytes: Buffer): boolean {
  if (bytes.length > MAX_BYTES) return false;
  const text = bytes.toString('latin1');
  return (
    text.startsWith('HTTP/1.1 101 ') && text.indexOf('\r\n\r\n') === text.length - 4 && !NEEDS_CARE.test(text)
  );
}
