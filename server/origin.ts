/** Who may talk to the server, by the header fields that a browser cannot be made to forge. */

/**
 * Whether the page that makes a request may make it. No Origin at all is a client outside a browser, which no
 * foreign page can steer. `null` is a sandboxed frame: `nullAllowed` only for a lab's own endpoints, whose ids are
 * secret.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  nullAllowed: boolean,
): boolean {
  if (origin === undefined) return true;
  if (origin === 'null') return nullAllowed;
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false;
  const { protocol, hostname, port } = new URL(origin);
  // A page of the web has one of these; `file://` and others cannot be put together with a host and port.
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  // The scheme is not compared: a proxy before the server may speak https with the browser.
  const own = new URL(`${protocol}//${host}`);
  return own.hostname === hostname && own.port === port;
}

const LOOPBACK_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Whether a Host header field names this machine itself. In loopback mode any other name is refused: a foreign name
 * that resolves to 127.0.0.1 is DNS rebinding, and its page would count as "own origin".
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host === undefined || LOOPBACK_HOST.test(host);
}

/** Whether an address to listen on is reachable from this machine only. */
export function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}
