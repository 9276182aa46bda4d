import * as v from 'valibot';
import { type Bounds, connectionNumber, flag, objectSentence, range, wholeNumber } from './members';

const connection = connectionNumber('connection is the number of an open connection of this lab.');

/** More fragments would show nothing new. */
const MAX_FRAGMENTS = 20;
/** A control frame has 125 bytes at most, and the close code takes two (RFC 6455 §5.5). */
const MAX_REASON_BYTES = 123;

/** `POST say`: text messages that the echo sends unasked on a connection. */
export function sayOrder(limits: Bounds<'rawBytes' | 'sayings' | 'sayingBytes' | 'sayingGapMs'>) {
  const { rawBytes, sayings, sayingBytes, sayingGapMs } = limits;
  const entries = {
    connection,
    /** `{n}` in it becomes the number of the message, from 1. */
    text: v.message(
      v.pipe(v.string(), v.maxBytes(rawBytes)),
      `text is a string of at most ${rawBytes} bytes.`,
    ),
    /** How many messages. */
    count: v.optional(wholeNumber('count', 1, sayings), 1),
    /** From one message to the next. */
    gapMs: v.optional(wholeNumber('gapMs', 0, sayingGapMs), 0),
    /** Frames per message. */
    fragments: v.optional(wholeNumber('fragments', 1, MAX_FRAGMENTS), 1),
    /** A ping frame goes after the first of them. */
    pingBetween: v.optional(flag('pingBetween'), false),
  };
  return v.pipe(
    v.object(entries, objectSentence(entries, '{"connection": 7, "text": "Hello"}')),
    v.check(
      ({ count, text }) => count * new TextEncoder().encode(text).length <= sayingBytes,
      `count times the bytes of text may be ${sayingBytes} at most: say less, or less often.`,
    ),
  );
}

/** An order to say something, as it was read. */
export type SayOrder = Readonly<v.InferOutput<ReturnType<typeof sayOrder>>>;
/** What the server's echo says, as a page asks for it. */
export type Saying = Readonly<Omit<v.InferInput<ReturnType<typeof sayOrder>>, 'connection'>>;

/** RFC 6455 §7.4. */
const closeCode = v.message(
  v.union([range(1000, 1003), range(1007, 1014), range(3000, 4999)]),
  'closeCode is one that a Close frame may carry: 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4 and IANA’s registry). 1005, 1006 and 1015 are never sent.',
);

const reason = v.message(
  v.pipe(v.string(), v.maxBytes(MAX_REASON_BYTES)),
  `reason is a text of at most ${MAX_REASON_BYTES} bytes: a control frame has 125, and the code takes two (RFC 6455 §5.5).`,
);

const endSentence = objectSentence({ connection }, '{"connection": 7, "how": "reset"}');

/** `POST end`: how the server ends a connection. */
export const endOrder = v.pipe(
  v.variant(
    'how',
    [
      /** RST: what was on its way is lost. */
      v.object({ connection, how: v.literal('reset') }, endSentence),
      /** FIN, without a closing handshake. */
      v.object({ connection, how: v.literal('fin') }, endSentence),
      /** WebSocket's closing handshake, begun by the server. */
      v.object(
        {
          connection,
          how: v.literal('close'),
          closeCode: v.exactOptional(closeCode),
          reason: v.exactOptional(reason),
        },
        endSentence,
      ),
    ],
    (issue) => (issue.path ? 'how is "reset", "fin" or "close".' : endSentence(issue)),
  ),
  v.check(
    (order) => order.how !== 'close' || !order.reason || order.closeCode !== undefined,
    'A reason needs a close code before it, in closeCode (RFC 6455 §5.5.1).',
  ),
);

type WithoutConnection<Order> = Order extends unknown ? Readonly<Omit<Order, 'connection'>> : never;
/** How the server ends a connection when it is told to. */
export type ServerEnd = WithoutConnection<v.InferOutput<typeof endOrder>>;

/** `PUT newsroom`: makes news happen. */
export function newsOrder({
  news,
  newsEveryMs: [least, most],
}: Bounds<'news'> & { readonly newsEveryMs: readonly [number, number] }) {
  const everyMs = v.union([v.literal(0), range(least, most)]);
  const entries = {
    /** Between two pieces of news, on average; 0 stops them. */
    everyMs: v.message(everyMs, `everyMs is a whole number from ${least} to ${most}, or 0 to stop.`),
    count: v.optional(wholeNumber('count', 1, news), 10),
  };
  return v.object(entries, objectSentence(entries, '{"everyMs": 2000, "count": 10}'));
}

/** The news to produce, as a page asks for it. */
export type NewsOrder = Readonly<v.InferInput<ReturnType<typeof newsOrder>>>;

const sharing = v.picklist(
  ['refuse', 'none', 'origin', 'any', 'credentials'],
  'allow is "refuse", "none", "origin", "any" or "credentials".',
);
const sharingEntries = { allow: sharing };

/**
 * `PUT sharing`: what pages of other origins get from the lab’s HTTP endpoints. `refuse`: 403; `none`: an answer without CORS
 * fields; `origin`, `any`, `credentials`: one that allows their origin, any, or theirs with credentials.
 */
export const sharingOrder = v.object(sharingEntries, objectSentence(sharingEntries, '{"allow": "any"}'));

/** What a lab gives pages of other origins. */
export type Sharing = v.InferOutput<typeof sharing>;

/** `PUT guests`: who may reach the lab's Socket.IO program from outside. */
export function guestsOrder({ guestsRemoved }: Bounds<'guestsRemoved'>) {
  const entries = {
    /** The seal of the class whose members may; null for nobody. */
    seal: v.message(
      v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
      'seal is that of a class, 64 hexadecimal digits, or null.',
    ),
    /** The ids of members who may not (any more). */
    removed: v.message(
      v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(guestsRemoved)), []),
      'removed is a list of ids of members.',
    ),
  };
  return v.object(entries, objectSentence(entries, '{"seal": null}'));
}

/** `PUT code`: a program to run as the lab's Socket.IO server. */
export function codeOrder({ codeBytes }: Bounds<'codeBytes'>) {
  const entries = {
    /** Null ends the program. */
    code: v.message(
      v.nullable(v.pipe(v.string(), v.maxBytes(codeBytes))),
      `code is the text of a program of at most ${codeBytes} bytes, or null.`,
    ),
    /** Of `new Server(options)`; each is read by itself, and refusals are reported (`program-options.ts`). */
    options: v.optional(v.unknown(), {}),
  };
  return v.object(entries, objectSentence(entries, '{"code": "io.on(\'connection\', () => {})"}'));
}
