import { HEADER_FIELD, STATUS_CODE } from './field-terms';
import type { Term } from './layer';
import { LAYERS } from './layers';
import { HEADER_TERMS } from './terms-headers';
import { IDEA_TERMS } from './terms-ideas';
import { STATUS_TERMS } from './terms-status';
import { TCP_TERMS } from './terms-tcp';

export type { Term } from './layer';

const define = (name: string, text: string, spec: string, also?: readonly string[]): Term => ({
  name,
  text,
  spec,
  ...(also && { also }),
});

const FRAME = 'RFC 6455 §5.2';
const ENGINE = 'Engine.IO protocol v4';
const SOCKET = 'Socket.IO protocol v5';

const BASIC_TERMS = {
  'tcp-bytes': define(
    'Bytes',
    'What the server’s socket read or wrote in one go; TCP keeps the order of the bytes, and knows no messages.',
    'RFC 9293 §3.8',
  ),
  'tcp-reset': define(
    'Reset (RST)',
    'An end without a goodbye: one system tells the other that the connection is no more, and what was on its way is lost.',
    'RFC 9293 §3.5.2',
  ),
  'long-polling': define(
    'Long polling',
    'A request whose answer the server holds until it has something to say; then the client asks again.',
    'RFC 6202 §2.1',
  ),
  'server-sent-events': define(
    'Server-sent events',
    'One HTTP response that does not end: the server writes each event into its body as it happens.',
    'HTML Standard §9.2',
    ['SSE', 'EventSource'],
  ),
  undecoded: define(
    'Undecoded bytes',
    'Bytes that are shown as they are, since a rule was broken before them or no layer here reads them.',
    'RFC 6455 §7.1.7',
  ),

  method: define('Method', 'What the client wants done with the target: GET asks for it.', 'RFC 9110 §9'),
  'request-target': define(
    'Request target',
    'What the request is about: the path and query of its URL.',
    'RFC 9112 §3.2',
  ),
  'http-version': define('HTTP version', 'The version of HTTP that the sender speaks here.', 'RFC 9112 §2.3'),
  'status-code': define('Status code', 'Three digits that say how the request went.', STATUS_CODE.spec),
  space: define(
    'Space',
    'One space separates the words of a start line; it belongs to none of them.',
    'RFC 9112 §3',
  ),
  'reason-phrase': define('Reason phrase', 'The status code in words, for people only.', 'RFC 9112 §4'),
  'line-before': define(
    'Empty line before',
    'A line break before the start line, which servers ignore.',
    'RFC 9112 §2.2',
  ),
  'end-of-head': define(
    'Empty line',
    'CR LF with nothing before it: the head ends here, and the body or the next protocol begins.',
    'RFC 9112 §2.1',
  ),
  'incomplete-line': define(
    'Incomplete line',
    'A line whose end has not come, or that cannot be read.',
    'RFC 9112 §2.1',
  ),
  'http-body': define('Body', 'The content of the message, as long as its header fields say.', 'RFC 9112 §6'),
  'chunk-size': define(
    'Chunk size',
    'How many bytes of data follow, in hexadecimal; 0 ends the body.',
    'RFC 9112 §7.1',
  ),
  'chunk-data': define('Chunk data', 'One piece of the body.', 'RFC 9112 §7.1'),
  'chunk-end': define('End of chunk', 'CR LF after the chunk’s data.', 'RFC 9112 §7.1'),
  'end-of-chunks': define(
    'End of chunks',
    'The empty line after the last chunk: the body ends here.',
    'RFC 9112 §7.1',
  ),
  trailer: define(
    'Trailer field',
    'A field that comes after the body instead of before it.',
    'RFC 9112 §7.1.2',
  ),
  'header-field': define(
    'Header field',
    'A name and a value that say more about the message.',
    HEADER_FIELD.spec,
  ),

  fin: define('FIN', '1 when this frame is the last (or only) one of its message.', FRAME),
  rsv1: define(
    'RSV1',
    '0, unless permessage-deflate was agreed: then 1 marks a compressed message.',
    'RFC 7692 §6',
  ),
  rsv2: define('RSV2', 'Reserved for extensions: 0 unless one was agreed that uses it.', FRAME),
  rsv3: define('RSV3', 'Reserved for extensions: 0 unless one was agreed that uses it.', FRAME),
  'opcode-continuation': define(
    'Opcode 0x0',
    'A continuation frame: the next fragment of the message before.',
    FRAME,
  ),
  'opcode-text': define('Opcode 0x1', 'A text frame: its message is UTF-8 text.', 'RFC 6455 §5.6'),
  'opcode-binary': define(
    'Opcode 0x2',
    'A binary frame: its message is bytes with any meaning.',
    'RFC 6455 §5.6',
  ),
  'opcode-close': define(
    'Opcode 0x8',
    'A Close frame: its sender will send no more data.',
    'RFC 6455 §5.5.1',
  ),
  'opcode-ping': define(
    'Opcode 0x9',
    'A Ping frame: the other side must answer with a Pong.',
    'RFC 6455 §5.5.2',
  ),
  'opcode-pong': define(
    'Opcode 0xA',
    'A Pong frame: it answers a Ping and repeats its payload. One that nobody asked for is allowed, too.',
    'RFC 6455 §5.5.3',
  ),
  'opcode-reserved': define(
    'Reserved opcode',
    'An opcode with no meaning yet: the end that receives it fails the connection.',
    FRAME,
  ),
  mask: define(
    'MASK',
    '1 when the payload is masked: always from the client, never from the server.',
    'RFC 6455 §5.1',
  ),
  'payload-length': define(
    'Payload length',
    '7 bits: the length up to 125; 126 and 127 say that a longer length field follows.',
    FRAME,
  ),
  'extended-payload-length': define(
    'Extended payload length',
    'The length of the payload, where 7 bits are too few.',
    FRAME,
  ),
  'masking-key': define(
    'Masking-key',
    'Four random bytes; each byte of the payload is XORed with one of them, in turn.',
    'RFC 6455 §5.3',
  ),
  frame: define(
    'Frame',
    'A header that says what comes and how long it is, then a payload. A message is one frame or several.',
    FRAME,
  ),
  'frame-header': define('Incomplete header', 'A frame header of which bytes are still missing.', FRAME),
  'payload-data': define(
    'Payload data',
    'What the frame carries; from a client it is masked on the wire.',
    FRAME,
  ),
  'close-code': define(
    'Status code',
    'Why the connection is closed, as a number: 1000 is a normal end.',
    'RFC 6455 §7.4',
  ),
  'close-reason': define('Reason', 'Why the connection is closed, as text for people.', 'RFC 6455 §7.1.6'),
  'application-data': define(
    'Application data',
    'What the application sent: unmasked, joined and inflated.',
    'RFC 6455 §5.6',
  ),
  fragment: define('Fragment', 'The part of the message that one frame carried.', 'RFC 6455 §5.4'),

  'engine-type-open': define(
    'Packet type 0',
    'open: the server starts the session and says its settings.',
    ENGINE,
  ),
  'engine-type-close': define('Packet type 1', 'close: this transport ends.', ENGINE),
  'engine-type-ping': define(
    'Packet type 2',
    'ping: the server asks whether the client is still there; with “probe”, the client tries a new transport.',
    ENGINE,
  ),
  'engine-type-pong': define('Packet type 3', 'pong: the answer to a ping.', ENGINE),
  'engine-type-message': define('Packet type 4', 'message: carries what the layer above sends.', ENGINE),
  'engine-type-upgrade': define(
    'Packet type 5',
    'upgrade: from now on the client uses the new transport.',
    ENGINE,
  ),
  'engine-type-noop': define(
    'Packet type 6',
    'noop: nothing; it ends a waiting poll during an upgrade.',
    ENGINE,
  ),
  'engine-type-binary': define(
    'Packet type b',
    'A binary message in base64, since a polling body is text.',
    ENGINE,
  ),
  'engine-unknown': define('Unknown packet', 'No packet of Engine.IO starts like this.', ENGINE),
  'engine-separator': define('Separator', 'The byte 0x1e between two packets in one polling body.', ENGINE),
  'engine-data': define('Data', 'What the packet carries.', ENGINE),
  'engine-base64': define('Base64 data', 'The binary data, as base64 text.', ENGINE),
  'engine-probe': define(
    'Probe',
    'The word “probe”: tests the new transport before the session moves to it.',
    ENGINE,
  ),
  'engine-sid': define('sid', 'The session’s id; the client names it in every later request.', ENGINE),
  'engine-upgrades': define('upgrades', 'The transports that the session may move to.', ENGINE),
  'engine-ping-interval': define('pingInterval', 'How often the server pings, in milliseconds.', ENGINE),
  'engine-ping-timeout': define(
    'pingTimeout',
    'How long to wait for a missing ping or pong, in milliseconds.',
    ENGINE,
  ),
  'engine-max-payload': define('maxPayload', 'How many bytes one polling body may hold.', ENGINE),
  'engine-length': define('Length', 'In version 3, how long the packet is.', ENGINE),
  'engine-error-code': define('code', 'Why the server refuses the request, as a number from 0 to 5.', ENGINE),
  'engine-error-message': define('message', 'Why the server refuses the request, in words.', ENGINE),
  'engine-setting': define('Setting', 'A further setting of the session.', ENGINE),

  'socket-type-connect': define(
    'Packet type 0',
    'CONNECT: joins a namespace, or confirms that it was joined.',
    SOCKET,
  ),
  'socket-type-disconnect': define(
    'Packet type 1',
    'DISCONNECT: the client leaves a namespace, or is put out of it.',
    SOCKET,
  ),
  'socket-type-event': define('Packet type 2', 'EVENT: what emit() sends: a name and its arguments.', SOCKET),
  'socket-type-ack': define('Packet type 3', 'ACK: the answer to an event that asked for one.', SOCKET),
  'socket-type-connect_error': define(
    'Packet type 4',
    'CONNECT_ERROR: the server refuses the namespace.',
    SOCKET,
  ),
  'socket-type-binary_event': define(
    'Packet type 5',
    'BINARY_EVENT: an event with binary attachments.',
    SOCKET,
  ),
  'socket-type-binary_ack': define(
    'Packet type 6',
    'BINARY_ACK: an acknowledgement with binary attachments.',
    SOCKET,
  ),
  'socket-unknown': define('Unknown packet', 'No packet of Socket.IO looks like this.', SOCKET),
  'socket-attachments': define(
    'Attachment count',
    'How many binary messages follow and belong to this packet.',
    SOCKET,
  ),
  'socket-namespace': define(
    'Namespace',
    'Which channel of the session this is for; left out for the main one, “/”.',
    SOCKET,
  ),
  'socket-id': define('Acknowledgement id', 'Pairs an event with the ACK that answers it.', SOCKET),
  'socket-event-name': define(
    'Event name',
    'The first argument of emit(), and what on() listens for.',
    SOCKET,
  ),
  'socket-argument': define(
    'Argument',
    'A value that was given to emit() or to the acknowledgement.',
    SOCKET,
  ),
  'socket-data': define('Data', 'JSON: what goes with the packet.', SOCKET),
  'socket-attachment': define(
    'Attachment',
    'Binary data; the placeholder with its number stands where it belongs.',
    SOCKET,
  ),
} as const satisfies Record<string, Term>;

/** The terms of the course, and their explanations; those of some layers' fields are with the layer: see `allTerms`. */
export const TERMS: Readonly<Record<string, Term>> = {
  ...IDEA_TERMS,
  ...BASIC_TERMS,
  ...HEADER_TERMS,
  ...STATUS_TERMS,
  ...TCP_TERMS,
};

/** Every term that a `Field.term` may name, and its explanation; for fetched layers, once they are here. */
export function allTerms(): Readonly<Record<string, Term>> {
  return Object.assign({}, TERMS, ...LAYERS.map(({ terms }) => terms));
}

/** @throws RangeError when there is no such term. */
export function termOf(key: string): Term {
  const term = TERMS[key] ?? LAYERS.find(({ terms }) => terms?.[key])?.terms?.[key];
  if (term === undefined) throw new RangeError(`no term ${key}`);
  return term;
}
