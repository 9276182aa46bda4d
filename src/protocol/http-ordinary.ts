import { type HttpHead, listsToken } from './http-head';

const ORDINARY_START =
  /^(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH) \/(?:[!$&-;=?-[\]_a-z~]|%[0-9A-Fa-f]{2})* HTTP\/1\.1$|^\d+$/;
/** Fields that say where the message ends or whose it is, and the values that need no closer look. */
const ORDINARY_FIELDS: Readonly<Record<string, RegExp>> = {
  host: /^[\w.-]+(?::[1-5]?\d{1,4})?$/,
  'content-length': /^\d{1,15}$/,
  'transfer-encoding': /^chunked$/,
  connection: /^(?:close|keep-alive|(?:keep-alive, *)?Upgrade)$/i,
  upgrade: /^websocket$/i,
  location: /^/,
  'content-disposition': /^[^,]*$/,
};

/**
 * Whether a head can be told at a glance to keep to all rules of RFC 9112. One that cannot may still do so.
 */
export function isOrdinary(head: HttpHead): boolean {
  const { kind, method, target, version, status, reason, headers } = head;
  const isRequest = kind === 'request';
  const start = isRequest ? `${method} ${target} ${version}` : `${status}`;
  const length = isRequest ? start.length : version.length + 5 + reason.length;
  const isKnown = isRequest || (version === 'HTTP/1.1' && reason !== '' && status < 600 && status !== 205);
  // One space between the words, CR LF after them, and nothing before.
  const isTight = headers.length === 0 || headers[0]!.nameRange.start === length + 2;
  if (!isKnown || !isTight || !ORDINARY_START.test(start)) return false;
  const seen: string[] = [];
  for (const field of headers) {
    const name = field.name.toLowerCase();
    const ordinary = Object.hasOwn(ORDINARY_FIELDS, name) ? ORDINARY_FIELDS[name]! : null;
    if (name === 'te' || name === 'expect' || (ordinary !== null && !ordinary.test(field.value)))
      return false;
    if (ordinary !== null) seen.push(name);
  }
  const has = (name: string): boolean => seen.includes(name);
  const isFramed = has('content-length') || has('transfer-encoding');
  const isBare = !isRequest && (status < 200 || status === 204);
  return (
    new Set(seen).size === seen.length &&
    has('host') === isRequest &&
    !(has('content-length') && has('transfer-encoding')) &&
    !(isFramed && isBare) &&
    (status >= 200 || has('upgrade') === listsToken(head, 'connection', 'upgrade')) &&
    (isRequest || status >= 200 || status === 101)
  );
}
