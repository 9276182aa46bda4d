import { encodeClose } from '../encode';
import { concat } from '../testing/units';
import { inFrame, toldIn } from './frame-rules';
import {
  clientFrame,
  clientHex,
  ends,
  isReset,
  opened,
  type RuleCase,
  serverFrame,
  serverHex,
} from './rule-case';

const code = (number: number, what: string, section: string): RuleCase => ({
  name: `Close ${number}`,
  wire: [...opened(), serverFrame('close', encodeClose(number))],
  faults: [
    inFrame(`Status code ${number} ${what}.`, `RFC 6455 §${section}`, [2, 4], {
      effect: [1005, 1006, 1015].includes(number)
        ? 'Chromium says “Received a broken close frame containing a reserved status code.”'
        : 'Chromium takes this code and answers with it; ws does not take it.',
    }),
  ],
});

const sound = (number: number): RuleCase => ({
  name: `Close ${number}, which keeps to the rules`,
  wire: [...opened(), clientFrame('close', encodeClose(number))],
  faults: [],
});

const withoutClose = (unit: string) =>
  toldIn(
    'The connection ended after this frame without a Close frame: the application at the other end gets close code 1006.',
    'RFC 6455 §7.1.5',
    [0, 0],
    { kind: 'notice', unit },
  );

/** Of a frame of the server after its Close frame; `what` as Chromium calls it. */
const later = (message: string, unit: string, what: string) =>
  toldIn(message, 'RFC 6455 §5.5.1', [0, 1], {
    unit,
    effect: `Chromium says “${what} received after close”, and the page gets 1006 instead of the status code.`,
  });
/** The same of a frame that may come then, and that nobody reads. */
const discarded = (name: string, unit: string, what: string) => ({
  ...later(`This ${name} came after a Close frame: a receiver discards what follows one.`, unit, what),
  spec: 'RFC 6455 §1.4',
  kind: 'notice' as const,
});
/** The same of a frame that breaks another rule too: what the receiver says is not certain. */
const NOT_CERTAIN = { effect: undefined };
const SECOND = 'A side sends one Close frame: this is its second.';

/** RFC 6455 §5.5.1 and §7: Close frames, what follows them, and connections that end without one. */
export const CLOSE_RULES: readonly RuleCase[] = [
  code(0, 'is not valid: codes below 1000 are not used', '7.4.2'),
  code(999, 'is not valid: codes below 1000 are not used', '7.4.2'),
  code(1004, 'is not valid: it is reserved, and has no meaning yet', '7.4.1'),
  code(
    1005,
    'must not be in a Close frame: it is for an endpoint’s own use, when a Close frame has no code',
    '7.4.1',
  ),
  code(
    1006,
    'must not be in a Close frame: it is for an endpoint’s own use, when no Close frame came',
    '7.4.1',
  ),
  code(
    1015,
    'must not be in a Close frame: it is for an endpoint’s own use, when the TLS handshake failed',
    '7.4.1',
  ),
  code(1016, 'is not valid: it is reserved for the protocol, and not defined', '7.4.2'),
  code(2999, 'is not valid: it is reserved for the protocol, and not defined', '7.4.2'),
  code(5000, 'is not valid: the ranges of codes end at 4999', '7.4.2'),
  code(65535, 'is not valid: the ranges of codes end at 4999', '7.4.2'),
  ...[1000, 1003, 1007, 1010, 1011, 1012, 1014, 3000, 4999].map(sound),
  {
    name: 'Close 1010 from a server',
    wire: [...opened(), serverFrame('close', encodeClose(1010))],
    faults: [
      toldIn(
        'Only a client closes with 1010: a server that misses an extension refuses the handshake instead.',
        'RFC 6455 §7.4.1',
        [2, 4],
        { kind: 'notice' },
      ),
    ],
  },
  {
    name: 'a Close without a code, and its answer',
    wire: [...opened(), serverHex('8800'), clientFrame('close', '')],
    faults: [],
  },
  {
    name: 'Close 1006 from a client',
    wire: [...opened(), clientFrame('close', encodeClose(1006))],
    faults: [
      inFrame(
        'Status code 1006 must not be in a Close frame: it is for an endpoint’s own use, when no Close frame came.',
        'RFC 6455 §7.4.1',
        [6, 8],
        { effect: 'ws says “Invalid WebSocket frame: invalid status code 1006”.' },
      ),
    ],
  },
  {
    name: 'a Close of 1 byte',
    wire: [...opened(), serverHex('8801e8')],
    faults: [
      inFrame(
        'A Close frame has no payload, or at least the 2 bytes of a status code: this one has 1 byte.',
        'RFC 6455 §5.5.1',
        [2, 3],
        {
          effect: 'Chromium says “Received a broken close frame with an invalid size of 1 byte.”',
          hint: 'e8 is the lower byte of 1000, which is 03 e8.',
        },
      ),
    ],
  },
  {
    name: 'a code in the wrong byte order',
    wire: [...opened(), serverHex('8802e803')],
    faults: [
      inFrame('Status code 59395 is not valid: the ranges of codes end at 4999.', 'RFC 6455 §7.4.2', [2, 4], {
        hint: 'In the other byte order e8 03 is 1000. The higher byte goes first.',
      }),
    ],
  },
  {
    name: 'a code in digits',
    wire: [...opened(), serverFrame('close', '1000 bye')],
    faults: [
      inFrame('Status code 12592 is not valid: the ranges of codes end at 4999.', 'RFC 6455 §7.4.2', [2, 4], {
        hint: 'The payload reads as text (“1000 bye”). The status code goes before it as a number in 2 bytes: 1000 is 03 e8.',
      }),
    ],
  },
  {
    name: 'a reason that is not UTF-8, after a code that must not be sent',
    wire: [
      ...opened(),
      serverFrame('close', concat(encodeClose(1006, 'a'), Uint8Array.of(255))),
      serverHex('8900'),
    ],
    faults: [
      inFrame(
        'Status code 1006 must not be in a Close frame: it is for an endpoint’s own use, when no Close frame came.',
        'RFC 6455 §7.4.1',
        [2, 4],
      ),
      inFrame(
        'The reason of a Close frame must be UTF-8: byte 1 (ff) never occurs in UTF-8.',
        'RFC 6455 §5.5.1',
        [5, 6],
        { closeCode: 1007 },
      ),
      discarded('Ping', 'ping', 'Ping'),
    ],
    afterFailure: ['ping'],
  },
  {
    name: 'a reason of 123 bytes',
    wire: [...opened(), serverFrame('close', encodeClose(1000, 'r'.repeat(123)))],
    faults: [],
  },
  {
    name: 'a reason of 124 bytes',
    wire: [...opened(), serverFrame('close', encodeClose(1000, 'r'.repeat(124)))],
    faults: [
      inFrame(
        'A control frame holds at most 125 bytes of payload: this one announces 126.',
        'RFC 6455 §5.5',
        [1, 2],
      ),
    ],
  },
  {
    name: 'two Close frames, each judged by its own bytes',
    wire: [...opened(), serverHex('89027a7a'), serverHex('8800'), serverHex('880203e8')],
    faults: [later(SECOND, 'close 1000', 'Close')],
    units: { layer: 'websocket', labels: ['ping 2 B', 'close', 'close 1000'] },
    afterFailure: [],
  },
  {
    name: 'a second Close with a code that must not be sent',
    wire: [...opened(), serverHex('880203e8'), serverHex('880203ed')],
    faults: [
      later(SECOND, 'close 1005', 'Close'),
      inFrame(
        'Status code 1005 must not be in a Close frame: it is for an endpoint’s own use, when a Close frame has no code.',
        'RFC 6455 §7.4.1',
        [2, 4],
        NOT_CERTAIN,
      ),
    ],
    afterFailure: [],
  },
  {
    name: 'a frame with a reserved opcode after a Close',
    wire: [...opened(), serverHex('880203e8 8b00')],
    faults: [
      { ...discarded('frame', 'reserved 0 B', ''), ...NOT_CERTAIN },
      inFrame('Opcode 0xb is reserved for future control frames.', 'RFC 6455 §5.2', [0, 1], NOT_CERTAIN),
    ],
    afterFailure: [],
  },
  {
    name: 'frames of a client after its Close',
    wire: [
      ...opened(),
      clientFrame('close', encodeClose(1000)),
      clientFrame('text', 'a'),
      clientHex('c9800000 0000'),
    ],
    faults: [
      toldIn(
        'No data frame may follow a Close frame: endpoints do not read this text frame.',
        'RFC 6455 §5.5.1',
        [0, 1],
        { effect: 'ws reads nothing after the first Close frame.' },
      ),
      toldIn(
        'This Ping came after a Close frame: a receiver discards what follows one.',
        'RFC 6455 §1.4',
        [0, 1],
        {
          kind: 'notice',
          effect: 'ws reads nothing after the first Close frame.',
        },
      ),
      inFrame('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2', [0, 1], NOT_CERTAIN),
    ],
  },
  {
    name: 'data, a ping and a pong after a Close',
    wire: [...opened(), serverHex('880203e8 810161 8900 8a00 c10161')],
    faults: [
      later(
        'No data frame may follow a Close frame: endpoints do not read this text frame.',
        'text “a”',
        'Data frame',
      ),
      discarded('Ping', 'ping', 'Ping'),
      discarded('Pong', 'pong', 'Pong'),
      {
        ...later(
          'No data frame may follow a Close frame: endpoints do not read this text frame.',
          'text “a”',
          'Data frame',
        ),
        ...NOT_CERTAIN,
      },
      inFrame('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2', [0, 1], NOT_CERTAIN),
    ],
    units: { layer: 'message', labels: [] },
    afterFailure: [],
  },
  {
    name: 'a Close between two fragments',
    wire: [...opened(), serverHex('010161 880203e8 800162')],
    faults: [
      later(
        'No data frame may follow a Close frame: endpoints do not read this continuation frame.',
        'continuation 1 B',
        'Data frame',
      ),
    ],
  },
  {
    name: 'a side that still sends after it has received a Close',
    wire: [
      ...opened(),
      serverFrame('close', encodeClose(1001)),
      clientFrame('text', 'late'),
      clientFrame('close', encodeClose(1001)),
    ],
    faults: [],
  },
  {
    name: 'a connection that ends without a Close, at the side that ended first',
    wire: [
      ...opened(),
      serverFrame('text', 'a'),
      serverFrame('text', 'b'),
      clientFrame('text', 'c'),
      ends('server'),
      ends('client'),
    ],
    faults: [withoutClose('text “b”')],
  },
  {
    name: 'a connection that is reset before any frame',
    wire: [...opened(), isReset('client'), isReset('server')],
    faults: [],
  },
  {
    name: 'a connection that ends after a Close of one side',
    wire: [
      ...opened(),
      clientFrame('text', 'a'),
      serverFrame('close', encodeClose(1001)),
      ends('client'),
      ends('server'),
    ],
    faults: [],
  },
];
