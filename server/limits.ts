import { CLASS_LIMITS, type ClassLimits } from './class/limits';
import { GUEST_LIMITS, type GuestLimits } from './guests/limits';
import type { SmallReadLimits } from './hold';
import type { PoolLimits } from './programs/pool';

/** Every bound of the server, in one place. A student who reaches one gets a sentence that names it. */
export interface Limits {
  /** Labs at a time: several full classes. An idle lab costs well under 100 KB. */
  readonly labs: number;
  /** New labs per address and minute: a whole class may sit behind one address and open the page at once. */
  readonly labsPerMinute: number;
  /** A lab ends this long after its last viewer left: long enough for a coffee or a laptop's short sleep. */
  readonly labIdleMs: number;
  /** When all labs are taken, an unused one may end after this: a page watches its lab far sooner after making it. */
  readonly labSettleMs: number;
  /** Open TCP connections of one lab: Chromium opens 255 WebSockets at most, and lessons use a few dozen. */
  readonly connectionsPerLab: number;
  /** Open TCP connections of the whole server: below common limits on open files (Linux: 1024 soft, 4096 hard and up). */
  readonly connections: number;
  /** Of these, how many may come from one address: a class behind one address fits, and others still find room. */
  readonly connectionsPerAddress: number;
  /** Labs of one address, for the same reason. */
  readonly labsPerAddress: number;
  /** Pages that watch one lab at a time: a student, a projector, some neighbours. */
  readonly viewersPerLab: number;
  /** Log of one lab, in bytes of records: minutes of lessons, seconds of a flood. */
  readonly logBytes: number;
  /** Logs of all labs together, in bytes: as much as a small virtual machine can spare. */
  readonly logBytesInTotal: number;
  /** A viewer with more than this unsent is slow, and is skipped until it has caught up. */
  readonly viewerUnsentBytes: number;
  /** Least time between two messages to a viewer: far below a frame of 16 ms, but enough to batch a flood. */
  readonly feedGapMs: number;
  /** Longest WebSocket or Socket.IO message: enough for 300 KB, which Chromium fragments, and for an image. */
  readonly messageBytes: number;
  /** Unsent echoes of one connection at which it is not read until the client has read some. */
  readonly echoUnsentBytes: number;
  /** Number of unsent echoes and pongs of one connection, however short: each costs far more memory than its bytes. */
  readonly echoUnsentAnswers: number;
  /** Longest delay that a lab adds to one direction: more than any path on Earth, and three times as much is still below timeouts. */
  readonly delayMs: number;
  /** Longest random delay that it adds to that. */
  readonly jitterMs: number;
  /** Highest rate of a limited connection: nobody could see a higher limit. */
  readonly bytesPerSecond: number;
  /** Longest read that may be ordered: more than one read from the system. */
  readonly readBytes: number;
  /**
   * Most pieces into which one read from the system is cut when the lab asks for short reads, since each is work for all layers. A
   * message of up to this many bytes can come byte by byte; the pieces of a longer one are longer.
   */
  readonly piecesPerRead: number;
  /**
   * Reads of fewer than 16 bytes that a connection may have, at once and in each second after. Beyond that it pauses after each, so that
   * what is sent meanwhile comes as one read. Somebody who types stays far below; 200 KB in single bytes are far above.
   */
  readonly smallReads: SmallReadLimits;
  /** Pieces of an unfinished frame before a WebSocket is closed with 1008. Reaching that in small reads takes most of a minute. */
  readonly waitingPieces: number;
  /** Longest time for which reads are gathered. */
  readonly gatherMs: number;
  /** How long an orphan, a connection that was closed behind a cut, stays open: as long as somebody would watch it. */
  readonly orphanMs: number;
  /** Orphans of the whole server, whose clients may be gone. They count as connections. */
  readonly orphans: number;
  /** Bytes that are held in one direction of one connection: enough for the largest message. */
  readonly heldBytes: number;
  /** Bytes that are held for all labs together. */
  readonly heldBytesInTotal: number;
  /** Longest body of a POST to `echo`. */
  readonly bodyBytes: number;
  /** Objects that `page` may name: several times the browser's six parallel connections. */
  readonly objectsPerPage: number;
  /** Longest deliberate delay of an answer (`afterMs`), and longest wait of a long poll for news. */
  readonly answerAfterMs: number;
  /** Requests that wait for their answers on one connection: real pipelining needs a few dozen at most. */
  readonly unansweredRequests: number;
  /** Messages that the echo sends unasked for one order. */
  readonly sayings: number;
  /** Bytes of these messages together, orders under way on one connection, and the longest time between two messages. */
  readonly sayingBytes: number;
  readonly sayingOrders: number;
  readonly sayingGapMs: number;
  /** Pieces of news for one order, and the least and most that the average time between two may be. */
  readonly news: number;
  readonly newsEveryMs: readonly [number, number];
  /** Shortest heartbeat interval that a connection may ask for. */
  readonly shortestHeartbeatMs: number;
  /** Bytes of one write on a raw connection: more than two reads from the system. */
  readonly rawBytes: number;
  /** Bytes that wait on one raw connection for a pause or for a peer that does not read: several of the largest writes. */
  readonly rawWaitingBytes: number;
  /** The same for all raw connections together. */
  readonly rawWaitingBytesInTotal: number;
  /** Pieces into which one write may be cut, and the longest time between two. */
  readonly rawPieces: number;
  readonly rawGapMs: number;
  /** Raw connections of one lab at a time. */
  readonly rawPerLab: number;
  /** A raw connection ends when it has been idle for this long. */
  readonly rawIdleMs: number;
  /** Longest code of a student's program: a few pages. */
  readonly codeBytes: number;
  /** Engine.IO sessions of one lab: six clients, and those that were cut and have not timed out yet. */
  readonly sessionsPerLab: number;
  /** Nesting of lists and objects in a Socket.IO packet: far deeper than real data, but shallow enough to parse and serialize cheaply. */
  readonly packetDepth: number;
  /** Longest time for which the state of a client is kept for its return. */
  readonly longestRecoveryMs: number;
  /** Records about programs in a second: more than anyone can read, less than would fill a log. */
  readonly codeRecordsPerSecond: number;
  /** Events of all its clients that a program has not taken yet; beyond that, the client that sends is disconnected. */
  readonly unansweredEvents: number;
  /** Limits of students' programs. */
  readonly programs: PoolLimits;
  /** Limits of a class that joins its teacher's server. They come on top of what the lab may have itself. */
  readonly guests: GuestLimits;
  /** Limits of classes. */
  readonly class: ClassLimits;
  /** Longest head of a request, in bytes: Node's default. */
  readonly headBytes: number;
  /** A client that takes longer for the head of its request is slow on purpose (slowloris), and gets a 408. */
  readonly headersTimeoutMs: number;
  /** The same for a complete request with its body. */
  readonly requestTimeoutMs: number;
  /** How often these two are checked, and so their error. */
  readonly timeoutCheckMs: number;
  /** How long an idle persistent connection stays open: long enough to be seen on the stage and used again. */
  readonly keepAliveMs: number;
  /** WebSocket ping interval. A peer that has not answered by the next ping is gone. Middleboxes forget connections after 30–60 s. */
  readonly heartbeatMs: number;
  /** A closing handshake that the peer does not finish ends after this. */
  readonly closeTimeoutMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  labs: 1000,
  labsPerMinute: 300,
  labIdleMs: 10 * 60_000,
  labSettleMs: 30_000,
  connectionsPerLab: 300,
  connections: 4000,
  connectionsPerAddress: 3000,
  labsPerAddress: 800,
  viewersPerLab: 20,
  logBytes: 4 * 1024 * 1024,
  logBytesInTotal: 512 * 1024 * 1024,
  viewerUnsentBytes: 1024 * 1024,
  feedGapMs: 4,
  messageBytes: 1024 * 1024,
  echoUnsentBytes: 4 * 1024 * 1024,
  echoUnsentAnswers: 2000,
  delayMs: 2000,
  jitterMs: 1000,
  bytesPerSecond: 10_000_000,
  readBytes: 65_536,
  piecesPerRead: 256,
  smallReads: { bytes: 16, atOnce: 1000, perSecond: 500, breakMs: 5 },
  waitingPieces: 16 * 1024,
  gatherMs: 2000,
  orphanMs: 5 * 60_000,
  orphans: 400,
  heldBytes: 1024 * 1024,
  heldBytesInTotal: 128 * 1024 * 1024,
  bodyBytes: 1024 * 1024,
  objectsPerPage: 60,
  answerAfterMs: 30_000,
  unansweredRequests: 100,
  sayings: 200,
  sayingBytes: 4 * 1024 * 1024,
  sayingOrders: 8,
  sayingGapMs: 2000,
  news: 100,
  newsEveryMs: [50, 60_000],
  shortestHeartbeatMs: 200,
  rawBytes: 160 * 1024,
  rawWaitingBytes: 1024 * 1024,
  rawWaitingBytesInTotal: 32 * 1024 * 1024,
  rawPieces: 64,
  rawGapMs: 2000,
  rawPerLab: 16,
  rawIdleMs: 5 * 60_000,
  codeBytes: 32 * 1024,
  sessionsPerLab: 60,
  packetDepth: 500,
  longestRecoveryMs: 2 * 60_000,
  codeRecordsPerSecond: 400,
  unansweredEvents: 2000,
  programs: {
    // A class of 200, and some who have come back with a second lab; an idle program takes 0.7 MB.
    programs: 300,
    // Far more often than anybody presses Run; a whole class behind one address may press it three times in a minute.
    startsPerMinute: { lab: 30, address: 600 },
    // Everybody makes the mistake of an endless loop once; more of them keep others waiting.
    slowPerMinute: { lab: 1, address: 20 },
    // One program can take its maximum; the others must be small.
    grownBytes: 32 * 1024 * 1024,
    // Engines end their turns within a fraction of a second; this is for what they cannot interrupt.
    silentMs: 5000,
    // After this the next program waits half a second for a new process.
    idleMs: 10 * 60_000,
    program: {
      memoryPages: 512,
      turnMs: 40,
      // What a handler may compute while nobody else waits: the 27th Fibonacci number by recursion takes about a quarter of it.
      aloneMs: 600,
      ops: 1000,
      timers: 100,
      // 50 to 200 ms of one native call, twice what a turn of 40 ms uses.
      fuel: 60_000_000,
      shareMsPerSecond: 400,
      savedShareMs: 4000,
      shortestTimerMs: 10,
    },
  },
  guests: GUEST_LIMITS,
  class: CLASS_LIMITS,
  headBytes: 16 * 1024,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  timeoutCheckMs: 1000,
  keepAliveMs: 30_000,
  heartbeatMs: 25_000,
  closeTimeoutMs: 5000,
};
