/** Where a class is. `root` is where students have the server, without a slash at the end. */

/** The address that students type or scan. */
export function addressOfClass(root: string, code: string): string {
  return `${root}/class/${code}`;
}

/** The same without scheme and code, as it stands on the projector. */
export function shortAddress(root: string): string {
  return `${root.replace(/^https?:\/\//, '')}/class`;
}

/** Whether other machines cannot reach that address, since it is this machine's own name for itself. */
export function isLocalAddress(root: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(root).hostname);
}
