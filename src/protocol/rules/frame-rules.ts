import { encodeHandshake } from '../encode';
import { hexBytes as hex } from '../testing/units';
import type { Fault } from '../unit';
import {
  client,
  clientFrame,
  clientHex,
  type ExpectedFault,
  ends,
  isReset,
  opened,
  type RuleCase,
  server,
  serverFrame,
  serverHex,
} from './rule-case';

const DEFLATE = { extensions: 'permessage-deflate' };

/** A fault of a frame, for which endpoints fail the connection with 1002 unless `rest` says otherwise. */
export const inFrame = (
  message: string,
  spec: string,
  [start, end]: readonly [number, number],
  rest: Partial<Fault> & { readonly unit?: string } = {},
): ExpectedFault => ({ layer: 'websocket', message, spec, range: { start, end }, closeCode: 1002, ...rest });

/** The same without a close code: a notice, or what endpoints let pass. */
export const toldIn = (...[message, spec, range, rest = {}]: Parameters<typeof inFrame>): ExpectedFault => {
  const { closeCode: _, ...fault } = inFrame(message, spec, range);
  return { ...fault, ...rest };
};

const NOT_MASKED = inFrame('A client must mask every frame: the MASK bit is 0.', 'RFC 6455 §5.1', [1, 2]);
const MASKED = inFrame('A server must not mask its frames: the MASK bit is 1.', 'RFC 6455 §5.1', [1, 2]);
const RSV1 = inFrame('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2', [0, 1]);
const CUT = { kind: 'cut' } as const;
const chromium = (words: string): string => `Chromium says “${words}”${words.endsWith('.') ? '' : '.'}`;
const ws = (words: string): string => `ws says “Invalid WebSocket frame: ${words}”.`;
const early = (unit: string): ExpectedFault =>
  toldIn(
    'The client sent this before the answer to its handshake: a client must wait for the 101.',
    'RFC 6455 §4.1',
    [0, 1],
    { kind: 'notice', unit },
  );
const { client: REQUEST, server: ANSWER } = encodeHandshake({ target: '/chat' });

/** RFC 6455 §4.1 and §5: frames, their headers, their order, and where they are cut off. */
export const FRAME_RULES: readonly RuleCase[] = [
  {
    name: 'a pong that does not repeat the data of the ping',
    wire: [...opened(), serverFrame('ping', 'beat'), clientFrame('pong', '')],
    faults: [
      toldIn(
        'This Pong answers no Ping: those that wait carry other application data, which an answer must repeat. A Pong that nobody asked for is allowed.',
        'RFC 6455 §5.5.3',
        [0, 2],
        {
          kind: 'notice',
          effect:
            'The Ping still waits. Whoever compares the data, as many libraries do, gives the connection up when no answer comes.',
          unit: 'pong',
        },
      ),
    ],
  },
  {
    name: 'a pong that nobody asked for',
    wire: [...opened(), serverFrame('pong', 'alive')],
    faults: [],
  },
  {
    name: 'a client’s frame without a mask',
    wire: [...opened(), clientFrame('binary', 'Hi', { isMasked: false })],
    faults: [{ ...NOT_MASKED, effect: ws('MASK must be set') }],
  },
  {
    name: 'three frames of a client without a mask: each is read, and each is wrong',
    wire: [...opened(), clientHex('82024869'), clientHex('8205616761696e'), clientHex('880203e8')],
    faults: [
      { ...NOT_MASKED, unit: 'binary 2 B' },
      { ...NOT_MASKED, unit: 'binary 5 B' },
      { ...NOT_MASKED, unit: 'close 1000' },
    ],
    units: { layer: 'websocket', labels: ['binary 2 B', 'binary 5 B', 'close 1000'] },
    afterFailure: ['binary 5 B', 'close 1000'],
  },
  {
    name: 'a client that masks from its second frame on',
    wire: [...opened(), clientHex('820148'), clientFrame('text', 'next'), clientFrame('ping', '')],
    faults: [{ ...NOT_MASKED, unit: 'binary 1 B' }],
    afterFailure: ['text “next”', 'text “next”', 'ping'],
  },
  {
    name: 'a fragmented message whose first frame has no mask',
    wire: [
      ...opened(),
      clientFrame('text', 'a', { isMasked: false, isFinal: false }),
      clientFrame('continuation', 'b'),
      clientFrame('text', 'c'),
    ],
    faults: [{ ...NOT_MASKED, unit: 'text (FIN 0) “a”' }],
    units: { layer: 'message', labels: ['text “c”'] },
  },
  {
    name: 'a server’s frame with a mask',
    wire: [...opened(), serverFrame('text', 'Hi', { isMasked: true }), serverFrame('text', 'next')],
    faults: [
      {
        ...MASKED,
        effect: chromium('A server must not mask any frames that it sends to the client.'),
      },
    ],
    afterFailure: ['text “next”', 'text “next”'],
  },
  {
    name: 'a pong without a mask still answers its ping',
    wire: [...opened(), serverFrame('ping', 'p'), clientFrame('pong', 'p', { isMasked: false })],
    faults: [{ ...NOT_MASKED, unit: 'pong 1 B' }],
  },
  {
    name: 'RSV1 without compression',
    wire: [...opened(), serverHex('c10161 810162')],
    faults: [
      {
        ...RSV1,
        effect: chromium('One or more reserved bits are on: reserved1 = 1, reserved2 = 0, reserved3 = 0'),
      },
    ],
    afterFailure: ['text “b”', 'text “b”'],
  },
  {
    name: 'RSV2',
    wire: [...opened(), serverHex('a10161')],
    faults: [inFrame('RSV2 must be 0: no agreed extension uses it.', 'RFC 6455 §5.2', [0, 1])],
  },
  {
    name: 'RSV3 with compression agreed',
    wire: [...opened(DEFLATE), serverHex('910161')],
    faults: [inFrame('RSV3 must be 0: no agreed extension uses it.', 'RFC 6455 §5.2', [0, 1])],
  },
  {
    name: 'all reserved bits at once',
    wire: [...opened(), serverHex('f10161')],
    faults: [
      RSV1,
      inFrame('RSV2 and RSV3 must be 0: no agreed extension uses them.', 'RFC 6455 §5.2', [0, 1]),
    ],
  },
  {
    name: 'a compressed ping',
    wire: [...opened(DEFLATE), serverHex('c90161')],
    faults: [inFrame('RSV1 must be 0: a control frame is never compressed.', 'RFC 7692 §6.1', [0, 1])],
  },
  {
    name: 'RSV1 on a continuation frame',
    wire: [...opened(DEFLATE), serverHex('4103f248cd c003c9c90700')],
    faults: [
      inFrame('RSV1 may be 1 only on the first frame of a message.', 'RFC 7692 §6.1', [0, 1], {
        effect: chromium('Invalid frame header'),
      }),
    ],
  },
  {
    name: 'a compressed message inside a fragmented one',
    wire: [...opened(DEFLATE), serverHex('010161 c107f248cdc9c90700')],
    faults: [
      inFrame('A text frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        effect: chromium('Invalid frame header'),
      }),
    ],
  },
  ...[3, 7].map((opcode) => ({
    name: `opcode ${opcode}`,
    wire: [...opened(), serverFrame(opcode, 'x')],
    faults: [
      inFrame(`Opcode 0x${opcode} is reserved for future data frames.`, 'RFC 6455 §5.2', [0, 1], {
        effect: chromium(`Unrecognized frame opcode: ${opcode}`),
      }),
    ],
  })),
  ...['b', 'f'].map((opcode) => ({
    name: `opcode 0x${opcode}`,
    wire: [...opened(), serverHex(`8${opcode}00`)],
    faults: [inFrame(`Opcode 0x${opcode} is reserved for future control frames.`, 'RFC 6455 §5.2', [0, 1])],
  })),
  {
    name: 'a reserved opcode, a reserved bit and no mask',
    wire: [...opened(), clientHex('a300')],
    faults: [
      inFrame('RSV2 must be 0: no agreed extension uses it.', 'RFC 6455 §5.2', [0, 1]),
      inFrame('Opcode 0x3 is reserved for future data frames.', 'RFC 6455 §5.2', [0, 1]),
      NOT_MASKED,
    ],
  },
  {
    name: 'a fragmented ping',
    wire: [...opened(), serverHex('090161 810162')],
    faults: [
      inFrame('A control frame (ping) must not be fragmented: FIN is 0.', 'RFC 6455 §5.5', [0, 1], {
        effect: chromium('Invalid frame header'),
      }),
    ],
    afterFailure: ['text “b”', 'text “b”'],
  },
  {
    name: 'a ping of 125 bytes keeps to the rules',
    wire: [...opened(), serverFrame('ping', 'p'.repeat(125))],
    faults: [],
  },
  {
    name: 'a ping of 126 bytes',
    wire: [...opened(), serverFrame('ping', 'p'.repeat(126)), serverHex('8900')],
    faults: [
      inFrame(
        'A control frame holds at most 125 bytes of payload: this one announces 126.',
        'RFC 6455 §5.5',
        [1, 2],
        { effect: chromium('Invalid frame header') },
      ),
    ],
    afterFailure: ['ping'],
  },
  {
    name: 'a ping with a length of 64 bits, cut off in its header',
    wire: [...opened(), serverHex('897f00'), ends('server')],
    faults: [
      inFrame(
        'A control frame holds at most 125 bytes of payload: its length never takes 64 bits.',
        'RFC 6455 §5.5',
        [1, 2],
      ),
      toldIn(
        'The connection ended inside this frame: 3 of 10 bytes of its header came.',
        'RFC 6455 §5.2',
        [0, 3],
        CUT,
      ),
    ],
  },
  {
    name: 'a ping of 5 bytes with a length of 16 bits',
    wire: [...opened(), serverHex('897e0005 68656c6c6f')],
    faults: [
      inFrame(
        'A length must be written in the shortest form: 5 does not need 16 bits.',
        'RFC 6455 §5.2',
        [2, 4],
        {
          hint: undefined,
        },
      ),
    ],
  },
  {
    name: 'a ping whose 64-bit length has its highest bit set',
    wire: [...opened(), serverHex('897f8000000000000000')],
    faults: [
      inFrame(
        'A control frame holds at most 125 bytes of payload: this one announces about 2^63.',
        'RFC 6455 §5.5',
        [1, 2],
      ),
      inFrame(
        'The highest bit of a 64-bit length must be 0: this length is about 2^63 bytes.',
        'RFC 6455 §5.2',
        [2, 10],
      ),
    ],
  },
  {
    name: 'a continuation frame without a message',
    wire: [...opened(), serverHex('800161 000162 810163')],
    faults: ['continuation 1 B', 'continuation (FIN 0) 1 B'].map((unit) =>
      inFrame('A continuation frame came, but there is no message to continue.', 'RFC 6455 §5.4', [0, 1], {
        unit,
        effect: chromium('Received unexpected continuation frame.'),
      }),
    ),
    units: { layer: 'message', labels: ['text “c”'] },
  },
  {
    name: 'a new message inside a fragmented one',
    wire: [...opened(), serverHex('010348656c'), serverHex('81026c6f'), serverHex('810161')],
    faults: [
      inFrame('A text frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        effect: chromium('Received start of new message but previous message is unfinished.'),
      }),
    ],
    afterFailure: ['text “a”', 'text “a”'],
  },
  {
    name: 'a message inside a fragmented one, which then goes on',
    wire: [...opened(), serverHex('010161 820162 800163')],
    faults: [
      inFrame('A binary frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1]),
    ],
    units: { layer: 'message', labels: ['text “ac”'] },
    afterFailure: ['text “ac”', 'continuation “c”'],
  },
  {
    name: 'control frames between fragments',
    wire: [...opened(), serverHex('010161 8900 000162 8a00 8000')],
    faults: [],
    units: { layer: 'message', labels: ['text “ab”'] },
  },
  {
    name: 'a 64-bit length with its highest bit set: the frame takes all that follows',
    wire: [...opened(), serverHex('817f800000000000000061'), serverHex('810162'), ends('server')],
    faults: [
      inFrame(
        'The highest bit of a 64-bit length must be 0: this length is about 2^63 bytes.',
        'RFC 6455 §5.2',
        [2, 10],
        { effect: chromium('Invalid frame header') },
      ),
    ],
    units: { layer: 'websocket', labels: ['text “a�␁b”'] },
  },
  {
    name: 'a length of 2^53',
    wire: [...opened(), clientHex('81ff002000000000000037fa213d'), clientHex('9983')],
    faults: [
      inFrame(
        'The frame announces about 2^53 bytes of payload, more than endpoints take.',
        'RFC 6455 §10.4',
        [2, 10],
        { closeCode: 1009, kind: 'limit', effect: 'ws closes with 1009.' },
      ),
    ],
  },
  {
    name: 'a length just below 2^53 is a length',
    wire: [...opened(), serverHex('817f001fffffffffffff61')],
    faults: [],
  },
  ...(
    [
      ['1', '7e0001', '16', [2, 4]],
      ['125', `7e007d`, '16', [2, 4]],
      ['0', '7e0000', '16', [2, 4]],
      ['1', '7f0000000000000001', '64', [2, 10]],
      ['65,535', '7f000000000000ffff', '64', [2, 10]],
    ] as const
  ).map(([length, bytes, bits, range]) => ({
    name: `a length of ${length} in ${bits} bits`,
    wire: [
      ...opened(),
      server(hex(`82${bytes}`), 'x'.repeat(Number(length.replace(',', '')))),
      serverFrame('text', 'next'),
    ],
    faults: [
      inFrame(
        `A length must be written in the shortest form: ${length} does not need ${bits} bits.`,
        'RFC 6455 §5.2',
        range,
        { effect: 'Chromium says “Invalid frame header”; ws reads on.' },
      ),
    ],
    afterFailure: ['text “next”', 'text “next”'],
  })),
  {
    name: 'a length of 1 in 16 bits from a client',
    wire: [...opened(), clientHex('82fe00010000000061'), clientFrame('text', 'next')],
    faults: [
      toldIn(
        'A length must be written in the shortest form: 1 does not need 16 bits.',
        'RFC 6455 §5.2',
        [2, 4],
        {
          effect: 'ws reads on.',
        },
      ),
    ],
    units: { layer: 'message', labels: ['binary 1 B', 'text “next”'] },
    afterFailure: [],
  },
  {
    name: 'a length of 2^60 from a server',
    wire: [...opened(), serverHex('827f100000000000000061')],
    faults: [
      inFrame(
        'The frame announces about 2^60 bytes of payload, more than endpoints take.',
        'RFC 6455 §10.4',
        [2, 10],
        {
          closeCode: 1009,
          kind: 'limit',
          effect: 'Chromium ends the connection, without a Close frame, at any length from 2^31 on.',
        },
      ),
    ],
  },
  ...[126, 65535, 65536].map((length) => ({
    name: `a length of ${length} in its shortest form`,
    wire: [...opened(), serverFrame('binary', 'x'.repeat(length))],
    faults: [],
  })),
  {
    name: 'frames of the client before the 101, in order with their answers',
    wire: [client(REQUEST, hex('898137fa213d47')), server(ANSWER, hex('8a0170'))],
    faults: [early('ping 1 B')],
    units: { layer: 'websocket', labels: ['ping 1 B', 'pong 1 B'] },
  },
  {
    name: 'a frame of the client that begins before the 101 and ends after it',
    wire: [client(REQUEST, hex('8182')), server(ANSWER), clientHex('37fa213d7f93 810161')],
    faults: [early('text “Hi”'), NOT_MASKED],
  },
  {
    name: 'a client that ends its direction before the 101',
    wire: [client(REQUEST, hex('818537fa213d7f')), ends('client'), server(ANSWER)],
    faults: [
      early('text “H”'),
      toldIn(
        'The connection ended inside this frame: 1 of 5 bytes of its payload came.',
        'RFC 6455 §5.2',
        [0, 7],
        CUT,
      ),
      {
        layer: 'message',
        message: 'The connection ended before this message was complete.',
        spec: 'RFC 6455 §5.4',
      },
    ],
  },
  {
    name: 'a frame of the client whose handshake is refused',
    wire: [
      client(REQUEST, hex('898037fa213d')),
      server('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
    ],
    faults: [
      {
        layer: 'http',
        message:
          'The server answered the opening handshake with 403 Forbidden instead of 101, so no WebSocket was opened.',
        spec: 'RFC 6455 §4.1',
        kind: 'notice',
      },
      {
        layer: 'http',
        message:
          '6 bytes are left over after a request without Content-Length or Transfer-Encoding, which has no body.',
        spec: 'RFC 9112 §6.3',
        hint: 'These bytes look like a WebSocket frame: the client sent it before the answer, and the answer refuses the WebSocket.',
      },
    ],
  },
  {
    name: 'frames of the server in the same write as the 101 are not early',
    wire: [client(REQUEST), server(ANSWER, hex('810161'))],
    faults: [],
  },
  {
    name: 'a connection that ends after the first byte of a frame',
    wire: [...opened(), serverHex('81'), ends('server')],
    faults: [
      toldIn(
        'The connection ended inside this frame: 1 of at least 2 bytes of its header came.',
        'RFC 6455 §5.2',
        [0, 1],
        CUT,
      ),
    ],
  },
  {
    name: 'a connection that ends in a header, which breaks a rule too',
    wire: [...opened(), clientHex('837e00'), ends('client')],
    faults: [
      inFrame('Opcode 0x3 is reserved for future data frames.', 'RFC 6455 §5.2', [0, 1]),
      NOT_MASKED,
      toldIn(
        'The connection ended inside this frame: 3 of 4 bytes of its header came.',
        'RFC 6455 §5.2',
        [0, 3],
        CUT,
      ),
    ],
  },
  {
    name: 'a connection that is reset inside a payload',
    wire: [...opened(), serverHex('827e0500 00'), isReset('server')],
    faults: [
      toldIn(
        'The connection ended inside this frame: 1 of 1,280 bytes of its payload came.',
        'RFC 6455 §5.2',
        [0, 5],
        CUT,
      ),
      {
        layer: 'message',
        message: 'The connection ended before this message was complete.',
        spec: 'RFC 6455 §5.4',
        kind: 'cut',
      },
    ],
  },
  {
    name: 'a connection that ends between two fragments',
    wire: [...opened(), serverHex('010161'), ends('server')],
    faults: [
      toldIn(
        'The connection ended after this frame without a Close frame: the application at the other end gets close code 1006.',
        'RFC 6455 §7.1.5',
        [0, 0],
        { kind: 'notice' },
      ),
      {
        layer: 'message',
        message: 'The connection ended before this message was complete: no frame with FIN 1 came.',
        spec: 'RFC 6455 §5.4',
        kind: 'cut',
      },
    ],
  },
];
