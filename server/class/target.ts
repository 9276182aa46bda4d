import { CLASS_PATH } from '../../src/protocol/messages/class-address';

/** Whether a request target is that of the classes' Socket.IO server. */
export function isClassTarget(target = '/'): boolean {
  return target.startsWith(CLASS_PATH);
}
