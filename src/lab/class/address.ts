/** Where a class is: the only place that knows how its addresses are made. */

/** The origin of the classes' Socket.IO server, for pages that were loaded from it. */
export function classOrigin(): string {
  return location.origin;
}

/** The address that students type or scan. */
export function addressOfClass(code: string): string {
  return `${location.origin}/class/${code}`;
}

/** The same without scheme and code, as it stands on the projector. */
export function shortAddress(): string {
  return `${location.host}/class`;
}

/** Whether other machines cannot reach that address, since it is this machine's own name for itself. */
export function isLocalAddress(): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
}
