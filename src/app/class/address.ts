import { forOthers, ROOT } from '../../ui/address';

/** The address that students scan. `shared` is where others have the server, if that is elsewhere than for this page. */
export function addressOfClass(code: string, shared: string | undefined): string {
  return forOthers(`${ROOT}/class/${code}`, shared);
}

/** The address that students type: without scheme and code. */
export function shortAddress(shared: string | undefined): string {
  return forOthers(`${ROOT}/class`, shared).replace(/^https?:\/\//, '');
}

/** Whether no other machine can open that address, since it is this machine's name for itself. */
export function isForThisMachine(shared: string | undefined): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(forOthers(ROOT, shared)).hostname);
}
