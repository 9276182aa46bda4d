/** Ends the head of an HTTP message (RFC 9112 §2.1). */
export const HEAD_END = '\r\n\r\n';

/** A longer head takes the general path. */
const MAX_BYTES = 4 * 1024;

/** A GET request's head (RFC 9112), from its first byte to its empty line; every opening handshake has this form. */
const GET_HEAD = /^GET (\/[!-~]*) HTTP\/1\.1\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)+\r\n/;
const UPGRADE = /\r\nupgrade: *[!-~]/i;
const CONNECTION_UPGRADE = /\r\nconnection:(?:[ -~]*,)? *upgrade *(?:,[ -~]*)?\r/i;
/** Fields that need the general path: those of a body, an ambiguous switch of protocols, and possible secrets. */
const NEEDS_CARE =
  /\r\n(?:content-length|transfer-encoding|proxy-connection)[\t ]*:|\r\nupgrade:[\t ]*\r|\r\nconnection:[ -~]*[^ -~\r]|cookie|authorization/i;

/**
 * Recognises nearly every opening handshake in one step: a complete GET request to change the protocol, without body or secrets, at
 * the beginning of one read. Returns its request target, or null for anything else, for which the general path has the same result.
 */
export function targetOfWholeUpgrade(bytes: Buffer): string | null {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_BYTES));
  const found = GET_HEAD.exec(text);
  if (found === null) return null;
  const head = found[0];
  return UPGRADE.test(head) && CONNECTION_UPGRADE.test(head) && !NEEDS_CARE.test(head) ? found[1]! : null;
}

/** Recognises nearly every answer to one: a write that is exactly one 101 response, without secrets. */
export function isWholeSwitch(bytes: Buffer): boolean {
  if (bytes.length > MAX_BYTES) return false;
  const text = bytes.toString('latin1');
  return (
    text.startsWith('HTTP/1.1 101 ') && text.indexOf('\r\n\r\n') === text.length - 4 && !NEEDS_CARE.test(text)
  );
}
