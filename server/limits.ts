import type { SmallReadLimits } from './hold';
import type { PoolLimits } from './programs/pool';

/** Every bound of the server, in one place. A student who meets one is told which. */
export interface Limits {
  /** Labs at a time: several full classes; an idle lab costs well under 100 KB. */
  readonly labs: number;
  /** New labs per address and minute: a whole class may sit behind one address and open the page at once. */
  readonly labsPerMinute: number;
  /** A lab ends this long after its last viewer left: long enough for a coffee or a laptop's short sleep. */
  readonly labIdleMs: number;
  /** Where all labs are taken, one that nobody uses may end after this: a page takes far less from making its lab to watching it. */
  readonly labSettleMs: number;
  /** Open TCP connections of one lab: Chromium opens 255 WebSockets at most, and lessons use a few dozen. */
  readonly connectionsPerLab: number;
  /** Open TCP connections of the whole server: below common limits on open files (Linux: 1024 soft, 4096 hard and up). */
  readonly connections: number;
  /** Of these, so many may come from one address: a class behind one address fits, and others still find a place. */
  readonly connectionsPerAddress: number;
  /** Labs of one address, for the same reason. */
  readonly labsPerAddress: number;
  /** Pages that watch one lab at a time: a student, a projector, some neighbours. */
  readonly viewersPerLab: number;
  /** Log of one lab, in bytes of records: minutes of lessons, seconds of a flood. */
  readonly logBytes: number;
  /** Logs of all labs together, in bytes: what a small virtual machine can spare. */
  readonly logBytesInTotal: number;
  /** A viewer with more than this unsent is slow: it is left alone until it has caught up. */
  readonly viewerUnsentBytes: number;
  /** Least time between two messages to a viewer: far below a frame of 16 ms, yet it batches a flood. */
  readonly feedGapMs: number;
  /** One WebSocket or Socket.IO message: enough for 300 KB that Chromium fragments, and for an image. */
  readonly messageBytes: number;
  /** Unsent echoes of one connection at which its reading stops until the client has read some. */
  readonly echoUnsentBytes: number;
  /** Unsent echoes and pongs of one connection, however short: each costs far more memory than its bytes. */
  readonly echoUnsentAnswers: number;
  /** Longest delay that a lab adds to one way: more than any way on Earth, and three of it are still no timeout. */
  readonly delayMs: number;
  /** Most that it adds to that at random. */
  readonly jitterMs: number;
  /** Fastest that a limited connection may be: more is no limit that anyone could see. */
  readonly bytesPerSecond: number;
  /** Longest read that may be asked for: more than one read of the system. */
  readonly readBytes: number;
  /**
   * Pieces into which one read of the system is cut, where the lab asks for short reads: each is work for everything behind it. A
   * message of up to so many bytes comes byte by byte; of a longer one the pieces are longer.
   */
  readonly piecesPerRead: number;
  /**
   * Reads of fewer than 16 bytes that a connection may have, at once and in each second after; then its reading takes a break after
   * each, so that what is sent meanwhile comes as one read. Somebody who types is far below; 200 KB in single bytes are far above.
   */
  readonly smallReads: SmallReadLimits;
  /** Pieces of unfinished frames that a WebSocket may wait with; then it is closed with 1008. Reaching it in small reads takes most of a minute. */
  readonly waitingPieces: number;
  /** Longest that the bytes of one read are gathered. */
  readonly gatherMs: number;
  /** How long a connection stays open that was closed behind a cut: as long as somebody would watch it. */
  readonly orphanMs: number;
  /** Such connections of the whole server: their clients may be gone. They count as connections. */
  readonly orphans: number;
  /** Bytes that the lab holds in one direction of one connection: the largest message passes in one go. */
  readonly heldBytes: number;
  /** Bytes that all labs hold, all together. */
  readonly heldBytesInTotal: number;
  /** Body of a POST to `echo`. */
  readonly bodyBytes: number;
  /** Objects that `page` may name: more than the browser's six parallel connections, several times over. */
  readonly objectsPerPage: number;
  /** Longest that an answer waits on purpose (`afterMs`), and a long poll for news. */
  readonly answerAfterMs: number;
  /** Requests that wait for their answers on one connection: pipelining in earnest needs a few dozen at most. */
  readonly unansweredRequests: number;
  /** Messages that the echo sends unasked at one order, and the longest time between two of them. */
  readonly sayings: number;
  /** Bytes of these messages together, and orders under way on one connection. */
  readonly sayingBytes: number;
  readonly sayingOrders: number;
  readonly sayingGapMs: number;
  /** Pieces of news at one order, and the least and longest time between two of them on average. */
  readonly news: number;
  readonly newsEveryMs: readonly [number, number];
  /** Shortest heartbeat that a connection may ask for. */
  readonly shortestHeartbeatMs: number;
  /** Bytes of one write on a raw connection: more than two reads of the system. */
  readonly rawBytes: number;
  /** Bytes that wait on one raw connection, for a pause or for a peer that does not read: several of the largest writes. */
  readonly rawWaitingBytes: number;
  /** And on all of them together. */
  readonly rawWaitingBytesInTotal: number;
  /** Pieces that it may be cut into, and the longest time between two. */
  readonly rawPieces: number;
  readonly rawGapMs: number;
  /** Raw connections of one lab at a time. */
  readonly rawPerLab: number;
  /** A raw connection on which nothing moves ends after this. */
  readonly rawIdleMs: number;
  /** Text of a student's program: a few pages. */
  readonly codeBytes: number;
  /** Engine.IO sessions of one lab: six clients, and those that were cut and not yet missed. */
  readonly sessionsPerLab: number;
  /** Lists and objects in each other in a Socket.IO packet: far more than data has, and few enough to be read and written cheaply. */
  readonly packetDepth: number;
  /** Longest that the state of a client is kept for its return. */
  readonly longestRecoveryMs: number;
  /** What programs tell the page of themselves in a second: more than a reader follows, less than a log is filled with. */
  readonly codeRecordsPerSecond: number;
  /** Events that a program has not yet taken, of all its clients: then the one that sends is let go. */
  readonly unansweredEvents: number;
  /** What students' programs may take of this machine. */
  readonly programs: PoolLimits;
  /** Head of a request, in bytes; what Node accepts by default. */
  readonly headBytes: number;
  /** A client that takes longer for the head of its request is slow on purpose (slowloris): 408. */
  readonly headersTimeoutMs: number;
  /** The same for a whole request with its body. */
  readonly requestTimeoutMs: number;
  /** How often those two are checked: also the error of both. */
  readonly timeoutCheckMs: number;
  /** An idle persistent connection is kept this long: long enough to be seen on the stage and used again. */
  readonly keepAliveMs: number;
  /** WebSocket ping interval; a peer that has not answered the last ping by then is gone. Middleboxes forget after 30–60 s. */
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
    // A class of 200, and some who came back with a second lab; one that idles takes 0.7 MB.
    programs: 300,
    // Far more often than anybody presses Run; a whole class behind one address presses three times in a minute.
    startsPerMinute: { lab: 30, address: 600 },
    // An endless loop is a mistake that everybody makes once; whoever makes more has others wait.
    slowPerMinute: { lab: 1, address: 20 },
    // One program can take all it may; the others are small, or are ended for it.
    grownBytes: 32 * 1024 * 1024,
    // Engines end their turns by themselves within a fraction of a second: this is for what they do not know.
    silentMs: 5000,
    // The next program waits half a second for a process.
    idleMs: 10_000,
    program: {
      memoryPages: 512,
      turnMs: 40,
      ops: 1000,
      timers: 100,
      // 50 to 200 ms of one native call, twice what a turn of 40 ms uses.
      fuel: 60_000_000,
      shareMsPerSecond: 400,
      savedShareMs: 4000,
      shortestTimerMs: 10,
    },
  },
  headBytes: 16 * 1024,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  timeoutCheckMs: 1000,
  keepAliveMs: 30_000,
  heartbeatMs: 25_000,
  closeTimeoutMs: 5000,
};
