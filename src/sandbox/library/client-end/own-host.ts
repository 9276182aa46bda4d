/** The lab's server, under the names that samples give it. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|::1)$/;

/** Why `io()` does not connect to this host; null for the lab's own server. */
export function refusalOfHost(hostname: string): string | null {
  if (OWN_HOST.test(hostname)) return null;
  return `io() reaches this lab’s own server only, not ${hostname.slice(0, 100)}: leave the address out, or write io('/namespace')`;
}
