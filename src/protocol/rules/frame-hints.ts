import { encodeFrame } from '../encode';
import { hexBytes as hex, latin } from '../testing/units';
import { inFrame, toldIn } from './frame-rules';
import { cutCharacter, notUtf8 } from './message-rules';
import {
  client,
  clientFrame,
  type ExpectedFault,
  ends,
  opened,
  type RuleCase,
  server,
  serverFrame,
  serverHex,
  waits,
} from './rule-case';

const NOT_MASKED = 'A client must mask every frame: the MASK bit is 0.';
const MASKED = 'A server must not mask its frames: the MASK bit is 1.';
const RSV1 = inFrame('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2', [0, 1]);
const RSV2 = inFrame('RSV2 must be 0: no agreed extension uses it.', 'RFC 6455 §5.2', [0, 1]);
const RSV23 = inFrame('RSV2 and RSV3 must be 0: no agreed extension uses them.', 'RFC 6455 §5.2', [0, 1]);
const reserved = (opcode: string, what = 'data') =>
  inFrame(`Opcode 0x${opcode} is reserved for future ${what} frames.`, 'RFC 6455 §5.2', [0, 1]);
const because = (fault: ExpectedFault, hint: string): ExpectedFault => ({ ...fault, hint });
const cut = (came: number, of: string, size: number): ExpectedFault =>
  toldIn(`The connection ended inside this frame: ${came} of ${of} came.`, 'RFC 6455 §5.2', [0, size], {
    kind: 'cut',
  });
/** What a server does about a text that is not UTF-8. */
const OF_CLIENT = { effect: 'ws says “Invalid WebSocket frame: invalid UTF-8 sequence”.' };
const CUT_MESSAGE: ExpectedFault = {
  layer: 'message',
  message: 'The connection ended before this message was complete.',
  spec: 'RFC 6455 §5.4',
  kind: 'cut',
};
const TWO_WRITERS =
  'If it is a message of its own, two parts of the sender’s program may write at the same time: only control frames may come between fragments.';
const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
/** “Hello World” from a client that masks byte `at` with this octet of the key. */
const maskedBy = (octet: (at: number) => number) =>
  client(
    hex('818b'),
    KEY,
    latin('Hello World').map((byte, at) => byte ^ KEY[octet(at)]!),
  );

const WAITS =
  'The other end waits for them, and takes whatever comes next as a part of this frame: its application gets no message and no error.';

/** Mistakes that beginners’ servers and clients make, and what in the bytes speaks for each. */
export const FRAME_HINTS: readonly RuleCase[] = [
  {
    name: 'an empty line too many after the 101',
    wire: [...opened(), server('\r\n', hex('8108'), 'Hello, W')],
    faults: [
      because(
        reserved('d', 'control'),
        '0d 0a is an empty line: the head of the handshake seems to end with one too many.',
      ),
    ],
  },
  {
    name: 'a line break after a frame',
    wire: [...opened(), serverHex('810161'), server('\r\n'), serverHex('81066162636465666768')],
    faults: [
      because(reserved('d', 'control'), '0d 0a is a line break: frames follow each other without any.'),
    ],
  },
  {
    name: 'an HTTP response on a WebSocket',
    wire: [...opened(), server(`HTTP/1.1 400 Bad Request\r\n\r\n${'x'.repeat(58)}`)],
    faults: [
      because(
        RSV1,
        'These bytes read as HTTP without a frame around it: “HTTP/1.1 400 Bad Reques…”. After the 101, both sides send frames only.',
      ),
      inFrame('A control frame (close) must not be fragmented: FIN is 0.', 'RFC 6455 §5.5', [0, 1]),
    ],
  },
  {
    name: 'an HTTP request on a WebSocket',
    wire: [...opened(), client('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), ends('client')],
    faults: [
      because(
        RSV1,
        'These bytes read as HTTP without a frame around it: “GET / HTTP/1.1␍␊Host: l…”. After the 101, both sides send frames only.',
      ),
      reserved('7'),
      inFrame(NOT_MASKED, 'RFC 6455 §5.1', [1, 2]),
      toldIn(
        'The connection ended inside this frame: 33 of 69 bytes of its payload came.',
        'RFC 6455 §5.2',
        [0, 35],
        { kind: 'cut' },
      ),
    ],
  },
  {
    name: 'JSON without a frame',
    wire: [...opened(), server('{"type":"hello","text":"no frame!!"}')],
    faults: [
      because(
        RSV1,
        'These bytes read as text without a frame around it: “{"type":"hello","text":…”. After the 101, both sides send frames only.',
      ),
      RSV23,
      reserved('b', 'control'),
    ],
  },
  {
    name: 'a length above 125 in 7 bits',
    wire: [...opened(), server(hex('81c8'), 'x'.repeat(76))],
    faults: [
      inFrame(MASKED, 'RFC 6455 §5.1', [1, 2], {
        hint: 'After its first two bytes this frame reads as text. 200 may be meant as its length: one above 125 takes the form 7e 00 c8.',
      }),
    ],
  },
  {
    name: 'a length of 126 in 7 bits',
    wire: [...opened(), server(hex('817e'), 'x'.repeat(126)), ends('server')],
    faults: [
      toldIn(
        'The connection ended inside this frame: 124 of 30,840 bytes of its payload came.',
        'RFC 6455 §5.2',
        [0, 128],
        {
          kind: 'cut',
          hint: 'After 7e these bytes read as text. 126 stands for a length in 2 further bytes: a payload of 126 bytes begins with 7e 00 7e.',
        },
      ),
      CUT_MESSAGE,
    ],
  },
  {
    name: 'a 64-bit length in the wrong byte order',
    wire: [...opened(), server(hex('827f0500000000000000'), 'Hello'), ends('server')],
    faults: [
      inFrame(
        'The frame announces about 1.25 × 2^58 bytes of payload, more than endpoints take.',
        'RFC 6455 §10.4',
        [2, 10],
        {
          closeCode: 1009,
          kind: 'limit',
          hint: 'In the other byte order 05 00 00 00 00 00 00 00 is 5. The highest byte of a length goes first.',
        },
      ),
    ],
  },
  {
    name: 'a 16-bit length in the wrong byte order, cut off',
    wire: [...opened(), server(hex('827ec800'), new Uint8Array(200)), ends('server')],
    faults: [
      toldIn(
        'The connection ended inside this frame: 200 of 51,200 bytes of its payload came.',
        'RFC 6455 §5.2',
        [0, 204],
        {
          kind: 'cut',
          hint: 'In the other byte order c8 00 is 200, as many bytes as came. The highest byte of a length goes first.',
        },
      ),
      CUT_MESSAGE,
    ],
  },
  {
    name: 'a 16-bit length in the wrong byte order, and nothing after it',
    wire: [...opened(), server(hex('827ec800'), new Uint8Array(200)), waits('server')],
    faults: [
      toldIn(
        'This frame is not complete: 200 of 51,200 bytes of its payload have come, and nothing for 5 s after them. The server still owes 51,000 bytes.',
        'RFC 6455 §5.2',
        [1, 4],
        {
          kind: 'notice',
          effect: WAITS,
          hint: 'In the other byte order c8 00 is 200, as many bytes as came. The highest byte of a length goes first.',
        },
      ),
    ],
  },
  {
    name: 'a payload that stops, and goes on later',
    wire: [...opened(), serverHex('820561'), waits('server'), serverHex('62636465'), waits('server')],
    faults: [],
  },
  {
    name: 'a frame of 256 bytes that is cut off: its length tells nothing',
    wire: [...opened(), server(hex('827e0100'), new Uint8Array(200)), ends('server')],
    faults: [cut(200, '256 bytes of its payload', 204), CUT_MESSAGE],
  },
  {
    name: 'a 16-bit length in the wrong byte order that is too small',
    wire: [...opened(), serverHex('827e000161')],
    faults: [
      inFrame(
        'A length must be written in the shortest form: 1 does not need 16 bits.',
        'RFC 6455 §5.2',
        [2, 4],
        {
          hint: 'Its sender seems to write every length in 16 bits, or in the wrong byte order: 00 01 is then 256.',
        },
      ),
    ],
  },
  {
    name: 'a client that builds frames as a server does',
    wire: [...opened(), clientFrame('text', 'Hello', { isMasked: false })],
    faults: [
      inFrame(NOT_MASKED, 'RFC 6455 §5.1', [1, 2], {
        hint: 'The payload reads as text as it is. Many libraries build frames for both sides: this one looks built for a server.',
      }),
    ],
  },
  {
    name: 'a server that builds frames as a client does',
    wire: [...opened(), serverFrame('text', 'Hello', { isMasked: true })],
    faults: [
      inFrame(MASKED, 'RFC 6455 §5.1', [1, 2], {
        hint: 'Unmasked, the payload reads as text. Many libraries build frames for both sides: this one looks built for a client.',
      }),
    ],
  },
  {
    name: 'text frames that all have FIN 0',
    wire: [...opened(), serverHex('010161'), serverHex('010162')],
    faults: [
      inFrame('A text frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        hint: 'The frame before has FIN 0, too. A whole message in one frame begins with 81.',
      }),
    ],
  },
  {
    name: 'a last fragment with the opcode of the first',
    wire: [...opened(), serverHex('020161'), serverHex('820162')],
    faults: [
      inFrame('A binary frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        hint: `If this is the last fragment, its opcode must be 0: it begins with 80. ${TWO_WRITERS}`,
      }),
    ],
  },
  {
    name: 'a message of another sender between two fragments',
    wire: [...opened(), serverHex('010161'), serverHex('820162'), serverHex('800163')],
    faults: [
      inFrame('A binary frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        hint: TWO_WRITERS,
      }),
    ],
  },
  {
    name: 'a message of another sender after two fragments',
    wire: [
      ...opened(),
      clientFrame('text', 'a', { isFinal: false }),
      clientFrame('continuation', 'b', { isFinal: false }),
      clientFrame('text', 'c'),
    ],
    faults: [
      inFrame('A text frame came before the fragmented message was finished.', 'RFC 6455 §5.4', [0, 1], {
        hint: TWO_WRITERS,
      }),
    ],
  },
  {
    name: 'a first fragment with FIN 1',
    wire: [...opened(), serverHex('810161'), serverHex('800162')],
    faults: [
      inFrame('A continuation frame came, but there is no message to continue.', 'RFC 6455 §5.4', [0, 1], {
        hint: 'The text frame before has FIN 1, which ends its message. With more fragments to come it begins with 01.',
      }),
    ],
  },
  {
    name: 'a frame of an old draft',
    wire: [...opened(), server(hex('00'), 'Hello', hex('ff')), server('x'.repeat(67))],
    faults: [
      inFrame('A continuation frame came, but there is no message to continue.', 'RFC 6455 §5.4', [0, 1], {
        hint: '00 … ff is how drafts before RFC 6455 (hixie-76) framed text.',
      }),
    ],
  },
  {
    name: 'a length in characters',
    wire: [...opened(), server(hex('8106'), new TextEncoder().encode('né, ça')), ends('server')],
    faults: [
      notUtf8('it ends inside a character, at byte 5', 5, { hint: cutCharacter(1, 2) }),
      because(
        RSV2,
        'These bytes look like the rest of the frame before, whose length is too small: 6 is how many characters its text has, and a length counts bytes of UTF-8.',
      ),
      reserved('7'),
      cut(0, '97 bytes of its payload', 2),
    ],
  },
  {
    name: 'a masked length that is too small',
    wire: [
      ...opened(),
      client(hex('81c8'), encodeFrame('text', 'x'.repeat(76), { isMasked: true }).subarray(2)),
      ends('client'),
    ],
    faults: [
      because(
        RSV1,
        'These bytes look like the rest of the frame before, whose length is too small: with the same masking key they read as text (“xxxx”).',
      ),
      reserved('f', 'control'),
      cut(4, '6 bytes of its header', 4),
    ],
  },
  {
    name: 'a length in the wrong byte order, and the next frame',
    wire: [...opened(), server(hex('817e0500'), 'Hello'), server(hex('817e0400'), 'next'), ends('server')],
    faults: [
      cut(13, '1,280 bytes of its payload', 17),
      notUtf8('byte 5 (81) continues a character, but none has begun', 5, {
        hint: 'The length looks byte-swapped (little-endian): in the other order 05 00 is 5, and there the next frame seems to begin. The highest byte goes first (network byte order, RFC 6455 §5.2).',
      }),
      CUT_MESSAGE,
    ],
  },
  {
    name: 'a length in the wrong byte order, from a client',
    wire: [
      ...opened(),
      client(hex('81fec800'), encodeFrame('text', 'x'.repeat(200), { isMasked: true }).subarray(4)),
      clientFrame('text', 'next'),
      ends('client'),
    ],
    faults: [
      cut(210, '51,200 bytes of its payload', 218),
      notUtf8('byte 200 (b6) continues a character, but none has begun', 200, {
        ...OF_CLIENT,
        hint: 'The length looks byte-swapped (little-endian): in the other order c8 00 is 200, and there the next frame seems to begin. The highest byte goes first (network byte order, RFC 6455 §5.2).',
      }),
      CUT_MESSAGE,
    ],
  },
  {
    name: 'a length that is too large by the next header',
    wire: [
      ...opened(),
      server(hex('8107'), 'Hello', encodeFrame('text', 'next', { isMasked: false })),
      ends('server'),
    ],
    faults: [
      notUtf8('byte 5 (81) continues a character, but none has begun', 5, {
        hint: 'Byte 81 looks like the first byte of the next frame: the length seems to be too large by 2.',
      }),
      because(
        RSV1,
        'These bytes read as text without a frame around it: “next”. After the 101, both sides send frames only.',
      ),
      RSV2,
      reserved('e', 'control'),
      cut(2, '101 bytes of its payload', 4),
    ],
  },
  {
    name: 'a frame in a frame',
    wire: [...opened(), serverFrame('text', encodeFrame('text', 'Hello', { isMasked: false }))],
    faults: [
      notUtf8('byte 0 (81) continues a character, but none has begun', 0, {
        hint: 'The payload looks like a whole frame: it seems to be framed twice.',
      }),
    ],
  },
  {
    name: 'a payload that is not masked although MASK is 1',
    wire: [...opened(), client(hex('8185'), KEY, 'Hello')],
    faults: [
      notUtf8('byte 1 (9f) continues a character, but none has begun', 1, {
        ...OF_CLIENT,
        hint: 'On the wire the payload reads as text (“Hello”): it seems not to be masked, although MASK is 1.',
      }),
    ],
  },
  {
    name: 'no masking key although MASK is 1',
    wire: [...opened(), client(hex('818c'), 'Hello, World', hex('818c'), 'Hello, World')],
    faults: [
      notUtf8('byte 9 (e9) comes before the last character is complete', 9, {
        ...OF_CLIENT,
        hint: 'After the length everything reads as text: the masking key seems to be missing, although MASK is 1.',
      }),
      RSV1,
      RSV2,
      reserved('c', 'control'),
      inFrame(NOT_MASKED, 'RFC 6455 §5.1', [1, 2]),
    ],
  },
  {
    name: 'a masking key in the wrong byte order',
    wire: [...opened(), maskedBy((at) => 3 - (at & 3))],
    faults: [
      notUtf8('byte 1 (be) continues a character, but none has begun', 1, {
        ...OF_CLIENT,
        hint: 'With the bytes of the masking key in reverse order, the payload reads as text.',
      }),
    ],
  },
  {
    name: 'a mask that begins with the wrong octet of the key',
    wire: [...opened(), maskedBy((at) => (at + 1) & 3)],
    faults: [
      notUtf8('byte 0 (85) continues a character, but none has begun', 0, {
        ...OF_CLIENT,
        hint: 'The payload reads as text when its first byte is unmasked with octet 1 of the key. It must be octet 0 (RFC 6455 §5.3).',
      }),
    ],
  },
  {
    name: 'Latin-1',
    wire: [...opened(), serverFrame('text', latin('Un café noir'))],
    faults: [
      notUtf8('byte 7 (20) comes before the last character is complete', 7, {
        hint: 'e9 is “é” in Latin-1 (ISO 8859-1). UTF-8 writes it as c3 a9.',
      }),
    ],
  },
  {
    name: 'UTF-16 with a byte order mark',
    wire: [...opened(), serverFrame('text', hex('fffe48006900'))],
    faults: [
      notUtf8('byte 0 (ff) never occurs in UTF-8', 0, {
        hint: 'ff fe begins a text in UTF-16. Text messages are UTF-8.',
      }),
    ],
  },
  {
    name: 'binary data in a text frame',
    wire: [...opened(), serverFrame('text', hex('0801120501fe02030418'))],
    faults: [
      notUtf8('byte 5 (fe) never occurs in UTF-8', 5, {
        hint: 'Many of these bytes are control characters, which text rarely has. Binary data goes in a binary frame (opcode 2).',
      }),
    ],
  },
];
