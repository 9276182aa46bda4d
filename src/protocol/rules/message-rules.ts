import { hexBytes, latin } from '../testing/units';
import type { Fault } from '../unit';
import { clientFrame, type ExpectedFault, opened, type RuleCase, serverFrame, serverHex } from './rule-case';

const DEFLATE = { extensions: 'permessage-deflate' };
const WITHOUT_TAKEOVER = { extensions: 'permessage-deflate; server_no_context_takeover' };

/** A text that is not UTF-8 from this byte on. */
export const notUtf8 = (why: string, at: number, rest: Partial<Fault> = {}): ExpectedFault => ({
  layer: 'message',
  message: `A text message must be UTF-8: ${why}.`,
  spec: 'RFC 6455 §8.1',
  range: { start: at, end: at + 1 },
  closeCode: 1007,
  effect: 'Chromium says “Could not decode a text frame as UTF-8.” and closes with 1002.',
  ...rest,
});

/** The likely cause of a text that ends after so many of the bytes of a character. */
export const cutCharacter = (came: number, size: number): string =>
  `${came} of the ${size} bytes of the last character came: the sender may have cut a longer text at a number of bytes, or counted characters as its length. Only fragments may end inside a character, messages may not.`;

const corrupt = (why: string, rest: Partial<Fault> = {}): ExpectedFault => ({
  layer: 'message',
  message: `The compressed data of the message is not valid DEFLATE data (zlib calls it “${why}”).`,
  spec: 'RFC 7692 §7.2.2',
  range: { start: 0, end: 0 },
  closeCode: 1007,
  effect: 'Chromium says “Invalid frame header” and closes with 1002.',
  ...rest,
});

const NOT_INFLATED: ExpectedFault = {
  layer: 'message',
  message:
    'A message before this one could not be inflated. This one may refer to it (context takeover), so it is not inflated.',
  spec: 'RFC 7692 §7.1.1',
  kind: 'limit',
};

const text = (name: string, hex: string, ...faults: ExpectedFault[]): RuleCase => ({
  name,
  wire: [...opened(), serverFrame('text', hexBytes(hex))],
  faults,
});

/** “next” as permessage-deflate sends it. */
const NEXT = serverHex('c106ca4bad280100');
const compressed = (bytes: Uint8Array) => serverFrame('text', bytes, { isCompressed: true });

/** RFC 6455 §5.4, §5.6 and §8.1, RFC 7692: what frames carry. */
export const MESSAGE_RULES: readonly RuleCase[] = [
  {
    name: 'a text that is not UTF-8, and one after it',
    wire: [...opened(), serverHex('810263e9'), serverHex('81046e657874')],
    faults: [
      notUtf8('it ends inside a character, at byte 1', 1, {
        hint: 'e9 is “é” in Latin-1 (ISO 8859-1). UTF-8 writes it as c3 a9. In UTF-8 it begins a character of 3 bytes: the sender may also have cut a longer text at a number of bytes instead of between characters.',
      }),
    ],
    units: { layer: 'message', labels: ['text “c�”', 'text “next”'] },
    afterFailure: ['text “next”', 'text “next”'],
  },
  text(
    'a byte that continues no character',
    '6180',
    notUtf8('byte 1 (80) continues a character, but none has begun', 1),
  ),
  text('an overlong form of 2 bytes', 'c0af', notUtf8('byte 0 (c0) begins an overlong form', 0)),
  text(
    'U+0000 as Java writes it',
    '61c080',
    notUtf8('byte 1 (c0) begins an overlong form', 1, {
      hint: 'c0 80 is how Java’s modified UTF-8 writes U+0000.',
    }),
  ),
  text('an overlong form of 3 bytes', 'e09fbf', notUtf8('byte 1 (9f) makes an overlong form', 1)),
  text('an overlong form of 4 bytes', 'f08fbfbf', notUtf8('byte 1 (8f) makes an overlong form', 1)),
  text(
    'surrogates',
    'eda0bdedb880',
    notUtf8('byte 1 (a0) makes half of a surrogate pair, U+D800 to U+DFFF', 1, {
      hint: 'A character above U+FFFF seems to be written as two UTF-16 units of 3 bytes each (CESU-8). UTF-8 has one form of 4 bytes for it.',
    }),
  ),
  text('a character above U+10FFFF', 'f4908080', notUtf8('byte 1 (90) makes a character above U+10FFFF', 1)),
  text('a byte that never occurs', '61f5', notUtf8('byte 1 (f5) never occurs in UTF-8', 1)),
  text(
    'a character that is not finished',
    'e282 41',
    notUtf8('byte 2 (41) comes before the last character is complete', 2),
  ),
  text(
    'a text that ends inside a character',
    '61e282',
    notUtf8('it ends inside a character, at byte 2', 2, { hint: cutCharacter(2, 3) }),
  ),
  text(
    'a text that is cut between the 2 bytes of “é”',
    '61c3',
    notUtf8('it ends inside a character, at byte 1', 1, { hint: cutCharacter(1, 2) }),
  ),
  text(
    'U+10FFFF, U+D7FF, U+E000, U+FFFF, NUL and a byte order mark',
    'f48fbfbf ed9fbf ee8080 efbfbf 00 efbbbf',
  ),
  {
    name: 'a character in two fragments',
    wire: [...opened(), serverHex('0102e282 8001ac')],
    faults: [],
    units: { layer: 'message', labels: ['text “€”'] },
  },
  {
    name: 'a broken text in three fragments: all of them are its own',
    wire: [...opened(), serverHex('0103e282ac 000361ff62 8900 800163'), serverHex('820164')],
    faults: [notUtf8('byte 4 (ff) never occurs in UTF-8', 4)],
    units: { layer: 'message', labels: ['text “€a�bc”', 'binary 1 B'] },
    afterFailure: ['ping', 'continuation “c”', 'binary 1 B', 'binary 1 B'],
  },
  {
    name: 'the same bytes in a binary message',
    wire: [...opened(), serverFrame('binary', hexBytes('c0ff'))],
    faults: [],
  },
  {
    name: 'empty messages and empty fragments',
    wire: [...opened(), serverHex('8100 8200 0100 0000 8000')],
    faults: [],
    units: { layer: 'message', labels: ['text “”', 'binary 0 B', 'text “”'] },
  },
  {
    name: 'a masked text that is not UTF-8',
    wire: [...opened(), clientFrame('text', hexBytes('61ff'))],
    faults: [
      notUtf8('byte 1 (ff) never occurs in UTF-8', 1, {
        effect: 'ws says “Invalid WebSocket frame: invalid UTF-8 sequence”.',
      }),
    ],
  },
  {
    name: 'compressed messages, fragmented and empty, with RSV1 on the first frame only',
    wire: [...opened(DEFLATE), serverHex('4103f248cd 8004c9c90700 c10100')],
    faults: [],
    units: { layer: 'message', labels: ['text “Hello”', 'text “”'] },
  },
  {
    name: 'a message that is not compressed although compression is agreed',
    wire: [...opened(DEFLATE), serverFrame('text', 'plain'), compressed(hexBytes('2a484cce4e4d0100'))],
    faults: [],
  },
  {
    name: 'a compressed message whose text is not UTF-8',
    wire: [...opened(DEFLATE), compressed(hexBytes('4afc0f00')), NEXT],
    faults: [notUtf8('byte 1 (ff) never occurs in UTF-8', 1)],
    units: { layer: 'message', labels: ['text “a�”', 'text “next”'] },
  },
  {
    name: 'compressed data that is none, with context takeover',
    wire: [...opened(DEFLATE), serverHex('c104ffffffff'), NEXT, serverHex('810161')],
    faults: [corrupt('invalid block type'), NOT_INFLATED],
    units: { layer: 'message', labels: ['text, compressed', 'text, compressed', 'text “a”'] },
  },
  {
    name: 'compressed data that is none, without context takeover',
    wire: [...opened(WITHOUT_TAKEOVER), serverHex('c104ffffffff'), NEXT],
    faults: [corrupt('invalid block type')],
    units: { layer: 'message', labels: ['text, compressed', 'text “next”'] },
  },
  {
    name: 'zlib instead of raw DEFLATE',
    wire: [...opened(DEFLATE), compressed(hexBytes('789cabcac94c52a8cac94c020011de0383'))],
    faults: [
      corrupt('invalid stored block lengths', {
        hint: '78 9c is a header of zlib. Messages are compressed to raw DEFLATE data.',
      }),
    ],
  },
  {
    name: 'gzip instead of raw DEFLATE',
    wire: [
      ...opened(DEFLATE),
      compressed(hexBytes('1f8b08000000000000034bafca2c5048afca2c000086ddfb2c09000000')),
    ],
    faults: [
      corrupt('invalid block type', {
        hint: '1f 8b begins a gzip file. Messages are compressed to raw DEFLATE data.',
      }),
    ],
  },
  {
    name: 'RSV1 on a text that is not compressed',
    wire: [...opened(DEFLATE), compressed(latin('Hello, World'))],
    faults: [
      corrupt('invalid stored block lengths', {
        hint: 'The payload reads as text: it seems not to be compressed, although RSV1 is 1.',
      }),
    ],
  },
  {
    name: 'RSV1 on a text that is not compressed, and yet inflates',
    wire: [...opened(DEFLATE), compressed(latin('{"a":1}'))],
    faults: [
      notUtf8('byte 1 (18) comes before the last character is complete', 1, {
        hint: 'The payload reads as text: it seems not to be compressed, although RSV1 is 1.',
      }),
    ],
  },
  {
    name: 'a message that still has its tail, and the next one',
    wire: [...opened(DEFLATE), serverHex('c10bf248cdc9c907000000ffff'), NEXT],
    faults: [
      corrupt('invalid stored block lengths', {
        hint: 'The compressed message before ends with 00 00 ff ff. The sender must remove these 4 bytes (RFC 7692 §7.2.1).',
      }),
    ],
    units: { layer: 'message', labels: ['text “Hello”', 'text, compressed'] },
  },
  {
    name: 'a compressed message of 0 bytes, and the next one',
    wire: [...opened(DEFLATE), serverHex('c100'), NEXT],
    faults: [
      corrupt('invalid stored block lengths', {
        hint: 'The compressed message before has no bytes. Even an empty message is compressed to a byte or more, such as 00 (RFC 7692 §7.2.3.6).',
      }),
    ],
    units: { layer: 'message', labels: ['text “”', 'text, compressed'] },
  },
  {
    name: 'a final block with the byte 00 after it, and the next message',
    wire: [...opened(DEFLATE), serverHex('c108f348cdc9c9070000'), NEXT],
    faults: [],
    units: { layer: 'message', labels: ['text “Hello”', 'text “next”'] },
  },
  {
    name: 'a final block without it, and the next message',
    wire: [...opened(DEFLATE), serverHex('c107f348cdc9c90700'), NEXT],
    faults: [
      corrupt('invalid stored block lengths', {
        hint: 'The compressed message before ends with a final block (BFINAL is 1), which a byte 00 must follow (RFC 7692 §7.2.3.4).',
      }),
    ],
    units: { layer: 'message', labels: ['text “Hello”', 'text, compressed'] },
  },
  {
    name: 'a message that refers to the one before, without context takeover',
    wire: [...opened(WITHOUT_TAKEOVER), serverHex('c107f248cdc9c90700'), serverHex('c105f200110000')],
    faults: [
      corrupt('invalid distance too far back', {
        effect: 'Chromium keeps its window all the same, and takes the message; ws closes with 1007.',
        hint: 'This message inflates with the context of the one before it: the sender keeps its context, although server_no_context_takeover was agreed.',
      }),
    ],
  },
  {
    name: 'a first message that refers to an earlier one, without context takeover',
    wire: [...opened(WITHOUT_TAKEOVER), serverHex('c105f200110000')],
    faults: [
      corrupt('invalid distance too far back', {
        hint: 'It refers to bytes of an earlier message, although server_no_context_takeover was agreed, or outside the agreed window.',
      }),
    ],
  },
  {
    name: 'a message compressed for several connections, with context takeover',
    wire: [...opened(DEFLATE), serverHex('c105f200110000')],
    faults: [
      corrupt('invalid distance too far back', {
        hint: 'It refers to bytes that never came on this connection, or outside the agreed window: the sender may use one compressor for several connections.',
      }),
    ],
  },
  {
    name: 'the same with context takeover',
    wire: [...opened(DEFLATE), serverHex('c107f248cdc9c90700'), serverHex('c105f200110000')],
    faults: [],
    units: { layer: 'message', labels: ['text “Hello”', 'text “Hello”'] },
  },
];
