/** Decides who may talk to the server by header fields that no page can make a browser forge. */

/** The schemes of pages. An Origin with any other scheme is foreign, and `new URL` refuses some of those with a port. */
const PAGE_ORIGIN = /^https?:\/\//i;

/**
 * Whether the page that makes a request may make it. Without an Origin the client is not a browser, so no foreign page controls it.
 * `null` is a sandboxed frame: set `nullAllowed` only for a lab's own endpoints, whose ids are secret. Never throws.
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
  // The scheme is not compared: a proxy in front of the server may speak HTTPS with the browser.
  const own = page && urlOf(`${page.protocol}//${host}`);
  return !!own && own.hostname === page.hostname && own.port === page.port;
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Whether only this machine can reach a server that listens on this address. */
export function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}
