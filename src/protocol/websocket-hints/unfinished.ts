import type { Fault } from '../layer-unit';
import type { UnitRecord } from '../records';
import { count, grouped, nameOf } from '../text';
import { WAIT_SECONDS } from '../waiting';
import { cutHint } from './frame-hints';

/** So many bytes have come of one part of a frame, which has so many. */
export interface Lack {
  readonly part: 'header' | 'payload';
  readonly came: number;
  readonly of: number;
}

/** A frame lacks bytes on an open connection, and its sender has sent nothing for a while. */
export function unfinished(frame: UnitRecord, { part, came, of }: Lack): Fault {
  const { sender, stream, start } = frame;
  const missing = of - came;
  const least = part === 'header' && came === 1 ? 'at least ' : '';
  const hint = part === 'payload' ? cutHint(frame) : null;
  return {
    message: `This frame is not complete: ${grouped(came)} of ${least}${count(of, 'byte')} of its ${part} have come, and nothing for ${WAIT_SECONDS} s after them. ${nameOf(sender)} still owes ${least}${count(missing, 'byte')}.`,
    spec: 'RFC 6455 §5.2',
    range:
      part === 'header'
        ? { start: 0, end: came }
        : { start: 1, end: lengthEnd(stream.slice(start + 1, start + 2)[0]!) },
    kind: 'notice',
    effect:
      'The other end waits for them, and takes whatever comes next as a part of this frame: its application gets no message and no error.',
    ...(hint !== null && { hint }),
  };
}

/** Where the length of a frame ends whose second byte this is. */
function lengthEnd(byte1: number): number {
  const length7 = byte1 & 127;
  return length7 < 126 ? 2 : length7 === 126 ? 4 : 10;
}
