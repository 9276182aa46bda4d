import * as v from 'valibot';

const limit = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the page uses of the server's limits; `server/limits.ts` has each with its reason. */
export const labLimits = v.object({
  /** Largest WebSocket or Socket.IO message; more is answered with 1009 (RFC 6455 §7.4.1). */
  messageBytes: limit,
  /** Most bytes of one write on a raw connection. */
  rawBytes: limit,
  /** How often the server pings on a WebSocket, by default. */
  heartbeatMs: limit,
  /** The largest values of what a lab can do to a connection. */
  delayMs: limit,
  jitterMs: limit,
  bytesPerSecond: limit,
  readBytes: limit,
  gatherMs: limit,
  /** Most pieces into which one read of the system is cut. */
  piecesPerRead: limit,
});

/** The server's limits that a page uses. Sizes are bytes, durations milliseconds. */
export type LabLimits = Readonly<v.InferOutput<typeof labLimits>>;

/** The answer to `POST /lab` and `GET /lab/<id>`: where everything of a lab is. */
export const labMade = v.object({
  id: v.string(),
  /** Absolute URLs. */
  feed: v.string(),
  http: v.string(),
  ws: v.string(),
  socketio: v.string(),
  /** How long the lab lives when nobody watches it from now on. */
  expiresInMs: limit,
  limits: labLimits,
  /**
   * Where other machines have the server, without a slash at the end, for who asks by a name that means another machine to each of
   * them, such as localhost; absent when they cannot reach it.
   */
  shared: v.exactOptional(v.string()),
  /** For a lab that watches a server instead of holding one. */
  watched: v.exactOptional(
    v.pipe(
      v.object({
        /** The server's own address: "http://localhost:3000". */
        upstream: v.string(),
        /** Where clients reach it through the relay. */
        relay: v.string(),
      }),
      v.readonly(),
    ),
  ),
});

/** A lab as the server describes it. */
export type LabMade = Readonly<v.InferOutput<typeof labMade>>;
