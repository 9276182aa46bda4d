import type { ByteRange, Fault, Peer } from './layer-unit';
import { nameOf, quote } from './text';
import { WAIT_SECONDS } from './waiting';

type Section =
  | 'Connection to a namespace'
  | 'Sending and receiving data'
  | 'Acknowledgement'
  | 'Disconnection from a namespace'
  | 'Format';

/** Where a rule stands: Socket.IO protocol v5. */
const cite = (section: Section): string => `Socket.IO protocol v5, “${section}”`;

const FIRST = { start: 0, end: 1 };

/** The real endpoint goes on as if nothing had come, or takes it all the same. */
const notice = (section: Section, message: string, effect: string, range = FIRST): Fault => ({
  message,
  spec: cite(section),
  range,
  kind: 'notice',
  effect,
});

const broken = (section: Section, message: string, effect: string, hint?: string): Fault => ({
  message,
  spec: cite(section),
  range: FIRST,
  effect,
  ...(hint !== undefined && { hint }),
});

const SERVER_CLOSES = 'Socket.IO’s server closes the connection.';

const closes = (sender: Peer): string =>
  sender === 'client' ? SERVER_CLOSES : 'Socket.IO’s client closes the connection: “parse error”.';

const ignores = (sender: Peer): string =>
  `Socket.IO’s ${sender === 'client' ? 'server' : 'client'} ignores it.`;

// The form of a packet.

export const malformed = (message: string, sender: Peer, range: ByteRange, hint?: string): Fault => ({
  message,
  spec: cite('Format'),
  range,
  effect: closes(sender),
  ...(hint !== undefined && { hint }),
});

export const twoPackets = (isPolling: boolean): string =>
  isPolling
    ? 'Two packets stand in one polling body without the separator between them, the byte 1e.'
    : 'Two packets stand in one WebSocket message: each needs a message of its own.';

export const textAmongAttachments = (sender: Peer, came: number, announced: number): Fault =>
  broken(
    'Format',
    `Text came before the attachments of the previous packet were complete: ${came} of ${announced}.`,
    closes(sender),
  );

export const missingAttachments = (sender: Peer, came: number, announced: number): Fault => ({
  message: `The connection ended before all attachments came: ${came} of ${announced}.`,
  spec: cite('Format'),
  range: FIRST,
  kind: 'cut',
  effect: `Socket.IO’s ${sender === 'client' ? 'server' : 'client'} drops the packet.`,
});

export const bytesOfNothing = (sender: Peer): Fault =>
  broken('Format', 'Binary data came, but no packet waits for an attachment.', closes(sender));

export const unusedAttachment = (index: number, range: ByteRange): Fault =>
  notice(
    'Format',
    `No placeholder stands for attachment ${index}.`,
    'Socket.IO drops the attachment: no handler gets it.',
    range,
  );

export const spacesInId = (range: ByteRange): Fault =>
  notice(
    'Format',
    'Spaces stand where the acknowledgement id belongs.',
    'socket.io-parser takes them for a part of the id; alone they are the id 0.',
    range,
  );

export const roundedId = (written: string, id: number, range: ByteRange): Fault =>
  notice(
    'Acknowledgement',
    `The id ${written.length > 24 ? `of ${written.length} digits` : written} is beyond 2^53: JavaScript reads it as ${id}.`,
    `Socket.IO answers with the id ${id}, for which no callback waits.`,
    range,
  );

export const withoutName = (sender: Peer, hasId: boolean): Fault =>
  notice(
    'Sending and receiving data',
    'This event has no payload, and so no name.',
    sender === 'server' && !hasId
      ? 'Socket.IO’s client throws an error: “Invalid array length”.'
      : `Socket.IO’s ${sender === 'client' ? 'server' : 'client'} calls no handler for it.`,
  );

// Joining a namespace.

export const joinedTwice = (namespace: string): Fault =>
  broken('Connection to a namespace', `The client is in the namespace ${namespace} already.`, SERVER_CLOSES);

export const askedTwice = (namespace: string): Fault =>
  notice(
    'Connection to a namespace',
    `The client has asked for the namespace ${namespace} already, and has no answer yet.`,
    'Socket.IO’s server lets the client join twice, and answers twice.',
  );

const GOES_ON_WAITING =
  'Socket.IO’s client goes on waiting: its own timeout covers only the opening of the Engine.IO session. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).';

/**
 * A CONNECT without an answer `since` some seconds, or although the server has sent a heartbeat; or when the connection is
 * over.
 */
export const unanswered = (namespace: string, since: 'wait' | 'ping' | 'end'): Fault => ({
  ...(since === 'end'
    ? notice(
        'Connection to a namespace',
        `The connection ended, and this CONNECT to the namespace ${namespace} had no answer.`,
        'Socket.IO’s client has emitted neither “connect” nor “connect_error” for it. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).',
      )
    : notice(
        'Connection to a namespace',
        since === 'ping'
          ? `The server has sent a ping since, and no answer to this CONNECT to the namespace ${namespace}.`
          : `The server has not answered this CONNECT to the namespace ${namespace} within ${WAIT_SECONDS} s.`,
        GOES_ON_WAITING,
      )),
  hint: 'A middleware that never calls next() leaves a client waiting like this.',
});

export const refusalOfClient = (): Fault =>
  broken('Connection to a namespace', 'Only the server sends CONNECT_ERROR.', SERVER_CLOSES);

export const notJoined = (packet: string, namespace: string, isAsking: boolean): Fault => {
  const missesComma = /[[{]/.test(namespace);
  return broken(
    'Connection to a namespace',
    isAsking
      ? `The client sent ${packet} before the server answered its CONNECT to the namespace ${namespace}.`
      : `The client sent ${packet} for the namespace ${namespace}, which it has not joined: CONNECT comes first.`,
    SERVER_CLOSES,
    missesComma ? 'These bytes look like a namespace without the comma after it.' : undefined,
  );
};

/** A packet of a client that was in the namespace, until it left or `isOut`: the server put it out. */
export const noLongerJoined = (packet: string, namespace: string, isOut: boolean): Fault =>
  broken(
    'Disconnection from a namespace',
    `The client sent ${packet} for the namespace ${namespace}, which it is no longer in.`,
    SERVER_CLOSES,
    isOut ? 'The client may have sent it before it heard that the server had disconnected it.' : undefined,
  );

export const notJoinedByClient = (packet: string, namespace: string, wasJoined: boolean): Fault => {
  const isEvent = packet.endsWith('EVENT');
  return notice(
    wasJoined ? 'Disconnection from a namespace' : 'Connection to a namespace',
    `The server sent ${packet} for the namespace ${namespace}, which the client ${wasJoined ? 'is no longer in' : 'has not joined'}.`,
    isEvent && !wasJoined ? 'Socket.IO’s client ignores it, or keeps it until it joins.' : ignores('server'),
  );
};

export const answeredTwice = (namespace: string): Fault =>
  notice(
    'Connection to a namespace',
    `The server has confirmed the namespace ${namespace} already.`,
    'Socket.IO’s client takes the new id, and emits “connect” again.',
  );

export const answerWithoutId = (): Fault =>
  broken(
    'Connection to a namespace',
    'The answer to a CONNECT has the id of the socket as “sid”.',
    'Socket.IO’s client emits “connect_error”: the server seems to be 2.x.',
    'Socket.IO 2 answers like this.',
  );

/** A CONNECT_ERROR as it should be; `said` is its message, null when that is no text. */
export const refused = (namespace: string, said: string | null): Fault => ({
  ...notice(
    'Connection to a namespace',
    `The server refused the namespace ${namespace}${said === null ? '' : `: ${quote(said, 80)}`}.`,
    'Socket.IO’s client emits “connect_error”: without a listener for it, its program does not learn of this.',
  ),
  ...(said === 'Invalid namespace' && {
    hint: 'No namespace of the server, io.of(…), has this name or matches it.',
  }),
});

export const refusedLate = (namespace: string): Fault =>
  broken(
    'Connection to a namespace',
    `CONNECT_ERROR answers a CONNECT, but the client is in the namespace ${namespace} already.`,
    'Socket.IO’s client emits “connect_error”, and leaves the namespace.',
  );

export const refusalWithoutReason = (hasPayload: boolean): Fault =>
  broken(
    'Connection to a namespace',
    'The payload of CONNECT_ERROR is an object with a “message”.',
    hasPayload
      ? 'Socket.IO’s client emits “connect_error” without a reason.'
      : 'Socket.IO’s client throws an error.',
  );

// Acknowledgements.

export const ackWithoutId = (sender: Peer): Fault =>
  notice('Acknowledgement', 'This acknowledgement has no id.', ignores(sender));

/** Answers an event that has an answer. */
export const ackAgain = (sender: Peer, id: number): Fault =>
  notice('Acknowledgement', `${nameOf(sender)} has acknowledged event ${id} already.`, ignores(sender));

/** `waiting`: the latest event of the other side, when that asked for another id and had no answer. */
export const ackOfNothing = (
  sender: Peer,
  id: number,
  waiting: { readonly name: string; readonly id: number } | null,
): Fault => {
  const asker = sender === 'client' ? 'server' : 'client';
  const other =
    waiting === null
      ? ''
      : ` The latest event of the ${asker}, ${quote(waiting.name)}, asked for ${waiting.id} and had no answer yet.`;
  return notice('Acknowledgement', `No event asked for acknowledgement ${id}.${other}`, ignores(sender));
};
