import type { Fault, Unit } from '../../../protocol/unit';

/** Sections of rules about what was said before: nobody can judge them by the middle of a conversation. */
const OF_BEFORE =
  /“(?:Connection to a namespace|Disconnection from a namespace|Acknowledgement|Handshake|Heartbeat|Upgrade)”$/;
const INFLATE = 'RFC 7692 §7.2.2';

/** What is known of the beginning of a connection that the file does not hold. */
export interface Beginning {
  /** A request was put before a response. */
  readonly isAnswer: boolean;
  /** An opening handshake was put before frames. */
  readonly isFrames: boolean;
}

/**
 * The fault of a unit without what rests on bytes that are not in the file: what a capture lacks is never told as the
 * mistake of somebody.
 */
export function faultIn(unit: Unit, { isAnswer, isFrames }: Beginning): Fault | null {
  if (unit.fault === null) return null;
  const { others = [], ...first } = unit.fault;
  const kept = [first, ...others].flatMap((fault): Fault[] => {
    if (isAnswer && fault.message.startsWith('Sec-WebSocket-Accept must be')) return [];
    if (!isFrames) return [fault];
    if (OF_BEFORE.test(fault.spec)) return [];
    if (fault.spec !== INFLATE) return [fault];
    const { range } = fault;
    return [
      {
        message:
          'This compressed message cannot be inflated here: such messages may refer back to earlier ones, which the file does not hold.',
        spec: 'RFC 7692 §7.1.1',
        range,
        kind: 'limit',
      },
    ];
  });
  const [head, ...rest] = kept;
  if (head === undefined) return null;
  return rest.length === 0 ? head : { ...head, others: rest };
}
