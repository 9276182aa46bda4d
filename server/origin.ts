/** Who may talk to the server, by the header fields that a browser cannot be made to forge. */

/** Pages come by these; an Origin with any other scheme is none of ours, and `new URL` refuses some of them with a port. */
const PAGE_ORIGIN = /^https?:\/\//i;

/**
 * Whether the page that makes a request may make it. No Origin at all is a client outside a browser, which no
 * foreign page can steer. `null` is a sandboxed frame: `nullAllowed` only for a lab's own endpoints, whose ids are
 * secret. Never throws.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  nullAllowed: boolean,
): boolean {
  if (origin === undefined) return true;
  if (origin === 'null') return nullAllowed;
  if (host === undefined || !PAGE_ORIGIN.test(origin)) return false;
  const page = urlOf(origin);
  // The scheme is not compared: a proxy before the server may speak https with the browser.
  const own = page && urlOf(`${page.protocol}//${host}`);
  return !!own && own.hostname === page.hostname && own.port === page.port;
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Whether an address to listen on is reachable from this machine only. */
export function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}
