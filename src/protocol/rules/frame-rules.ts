import { clientFrame, opened, type RuleCase, serverFrame } from './rule-case';

/** RFC 6455 §5 to §8 and RFC 7692 §6, §7: frames, messages, compression and closing. */
export const FRAME_RULES: readonly RuleCase[] = [
  {
    name: 'a client’s frame without a mask',
    wire: [...opened(), clientFrame('binary', 'Hi', { isMasked: false })],
    faults: [
      {
        layer: 'websocket',
        message: 'A client must mask every frame: the MASK bit is 0.',
        spec: 'RFC 6455 §5.1',
        range: { start: 1, end: 2 },
        closeCode: 1002,
      },
    ],
  },
  {
    name: 'a server’s frame with a mask',
    wire: [...opened(), serverFrame('text', 'Hi', { isMasked: true })],
    faults: [
      {
        layer: 'websocket',
        message: 'A server must not mask its frames: the MASK bit is 1.',
        spec: 'RFC 6455 §5.1',
        range: { start: 1, end: 2 },
        closeCode: 1002,
      },
    ],
  },
];
