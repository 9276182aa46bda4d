import type { Unit } from '../../protocol/unit';
import { isFaulty } from '../../timeline/faults';
import { closeCodeOf, frameBytes, isData, type SeenFrame, seenFrames, wholeMessages } from '../parts/frames';
import type { Traffic } from '../traffic';

/** A message of the server in several frames, what came between them, and what the page was told of it. */
interface Fragmented {
  readonly message: Unit;
  /** All frames of the server from its first fragment to its last: the fragments, and what came between. */
  readonly frames: readonly SeenFrame[];
  readonly pongs: readonly SeenFrame[];
  /** How many `message` events the page has seen on its connection. */
  readonly events: number;
}

/** The first whole message that the server sent the browser in several frames; null while there is none. */
export function fragmentedMessage(traffic: Traffic): Fragmented | null {
  const { decoder } = traffic.capture;
  for (const message of wholeMessages(traffic, 'server')) {
    const fragments = decoder.carriersOf(message);
    const [first, last] = [fragments[0], fragments.at(-1)];
    if (!first || !last || first === last) continue;
    const { connection } = message;
    const all = seenFrames(traffic, { sender: 'server', connection, via: 'direct' });
    const frames = all.filter(({ unit }) => unit.start >= first.start && unit.start <= last.start);
    const pongs = seenFrames(traffic, { sender: 'client', connection }).filter(
      ({ header }) => header.opcode === 10,
    );
    const opener = traffic.capture.connection(connection)?.openedBy;
    const events = traffic.calls.filter((call) => call.kind === 'message' && call.opener === opener).length;
    if (frames.length > 0) return { message, frames, pongs, events };
  }
  return null;
}

/** How many `message` events a fragmented message with a ping in it made. */
export function eventsOfFragments(traffic: Traffic): 'one' | 'three' | 'four' | null {
  const events = fragmentedMessage(traffic)?.events ?? 0;
  return ([null, 'one', null, 'three', 'four'] as const)[events] ?? null;
}

/** A hand-made message of a client, with a ping between two of its fragments. */
interface Interrupted {
  readonly ping: SeenFrame;
  /** The client's frames on that connection. */
  readonly sent: readonly SeenFrame[];
  readonly answers: readonly SeenFrame[];
}

/** The first hand-made message with a ping between two fragments that breaks no rule. */
export function interruptedMessage(traffic: Traffic): Interrupted | null {
  const all = seenFrames(traffic, { sender: 'client', via: 'raw' });
  for (const ping of all) {
    if (ping.header.opcode !== 9) continue;
    const connection = ping.connection.id;
    const sent = all.filter((frame) => frame.connection.id === connection);
    if (sent.some(({ unit }) => isFaulty(unit))) continue;
    const place = sent.indexOf(ping);
    const before = sent.slice(0, place).findLast(isData);
    const after = sent.slice(place + 1).find(isData);
    if (!before || before.header.fin || after?.header.opcode !== 0) continue;
    return { ping, sent, answers: seenFrames(traffic, { sender: 'server', connection }) };
  }
  return null;
}

/** When the pong to a ping within a message came: before or after the message came back, or never. */
export function pongFirst(traffic: Traffic): 'before' | 'after' | 'never' | null {
  const found = interruptedMessage(traffic);
  if (!found) return null;
  const { answers, ping } = found;
  const pong = answers.findIndex(({ header }) => header.opcode === 10);
  const echo = answers.findIndex(isData);
  if (pong < 0 && (answers.some(({ header }) => header.opcode === 8) || ping.connection.closedAt !== null))
    return 'never';
  if (pong < 0 || echo < 0) return null;
  return pong < echo ? 'before' : 'after';
}

/** Whether these bytes are valid UTF-8 up to a character that is cut off at their end. */
export function endsInHalf(content: Uint8Array): boolean {
  const isText = (options?: TextDecodeOptions) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(content, options);
      return true;
    } catch {
      return false;
    }
  };
  return !isText() && isText({ stream: true });
}

/** Null once a message with a ping between its fragments has come back whole, otherwise what is missing. */
export function missingPing(traffic: Traffic): string | null {
  const { capture } = traffic;
  const found = interruptedMessage(traffic);
  if (found?.answers.some(isData)) return null;
  const all = seenFrames(traffic, { sender: 'client', via: 'raw' });
  const last = all.at(-1);
  if (!last) return 'No whole frame of yours has passed so far.';
  const sent = all.filter(({ connection }) => connection === last.connection);
  const closed = seenFrames(traffic, { sender: 'server', connection: last.connection.id })
    .map((frame) => closeCodeOf(capture, frame))
    .find((code) => code !== null);
  if (closed !== undefined && closed !== 1000 && closed !== 1005) {
    const fault = sent.find(({ unit }) => isFaulty(unit))?.unit.fault;
    return `The server closed with ${closed}${fault ? `: ${fault.message}` : '.'}`;
  }
  if (found)
    return 'Your ping is between the fragments. The message needs its last fragment, with FIN 1, to come back.';
  if (sent.every(({ header }) => !isDataOpcode(header.opcode) || (header.fin && header.opcode !== 0))) {
    return 'Your message is in one frame, so nothing can come between. Its first fragment needs FIN 0.';
  }
  if (!sent.some(({ header }) => header.opcode === 9)) return 'There are fragments, but no ping.';
  return 'There are fragments and a ping, but the ping is not between two fragments of one message.';
}

const isDataOpcode = (opcode: number): boolean => opcode < 8;

/** A message of one side with what carried it. */
export interface Carried {
  readonly message: Unit;
  /** Bytes of the message itself. */
  readonly size: number;
  /** Its frames: whole on the wire, and their payloads alone. */
  readonly wireBytes: number;
  readonly payloadBytes: number;
  readonly isCompressed: boolean;
  readonly first: SeenFrame;
}

/** The whole messages of one side, with the sizes of message and frames. */
export function carriedMessages(traffic: Traffic, sender: 'client' | 'server'): readonly Carried[] {
  const { decoder } = traffic.capture;
  const frames = seenFrames(traffic, { sender });
  return wholeMessages(traffic, sender).flatMap((message) => {
    const carriers = decoder.carriersOf(message);
    const itsFrames = frames.filter(({ unit }) => carriers.includes(unit));
    const [first] = itsFrames;
    if (!first) return [];
    return [
      {
        message,
        size: decoder.sizeOf(message),
        wireBytes: itsFrames.reduce((sum, frame) => sum + frameBytes(frame), 0),
        payloadBytes: itsFrames.reduce((sum, { header }) => sum + header.length, 0),
        isCompressed: first.header.rsv1,
        first,
      },
    ];
  });
}

/** How large the second message's payload is beside the first: as large, smaller, or less than a tenth. */
export function secondTime(traffic: Traffic): 'same' | 'smaller' | 'tenth' | null {
  const [first, second] = carriedMessages(traffic, 'client');
  if (!first?.isCompressed || !second?.isCompressed || first.size !== second.size) return null;
  const ratio = second.payloadBytes / first.payloadBytes;
  if (ratio < 0.1) return 'tenth';
  return ratio < 0.75 ? 'smaller' : 'same';
}

/** Whether a handshake has ended without compression being agreed. */
export function isWithoutDeflate({ capture, units }: Traffic): boolean {
  const connection = units.at(-1)?.connection;
  const agreed = connection === undefined ? null : capture.decoder.connection(connection)?.websocket;
  return agreed != null && !agreed.extensions.includes('permessage-deflate');
}

/** The smallest message of the client that was compressed to less than a quarter, header included. */
export function wellCompressed(traffic: Traffic): Carried | null {
  const good = carriedMessages(traffic, 'client').filter(
    ({ isCompressed, wireBytes, size }) => isCompressed && wireBytes * 4 < size,
  );
  return good.sort((a, b) => a.wireBytes - b.wireBytes)[0] ?? null;
}

/** Null once a compressed frame was smaller than a quarter of its message, otherwise what is missing. */
export function missingQuarter(traffic: Traffic): string | null {
  if (wellCompressed(traffic)) return null;
  const last = carriedMessages(traffic, 'client').at(-1);
  if (!last) {
    return isWithoutDeflate(traffic)
      ? 'Your browser and the server have not agreed on permessage-deflate.'
      : 'No message of yours has been on the wire yet.';
  }
  const { size, wireBytes, isCompressed } = last;
  if (!isCompressed) return `Your message of ${size} bytes went as it is: RSV1 is 0.`;
  const percent = size === 0 ? null : Math.round((wireBytes / size) * 100);
  if (percent === null || percent >= 100) {
    return `Your message has ${size} bytes, its frame ${wireBytes}: it has not become smaller at all.`;
  }
  return `Your message has ${size} bytes, its frame ${wireBytes}: ${percent}%. The goal is less than 25%.`;
}
