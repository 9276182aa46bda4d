/** The bounds of the guests of one lab: a class that joins its teacher's server. */
export interface GuestLimits {
  /** Sessions of all guests: a class of 400, and some who came again before their last session had timed out. */
  readonly sessions: number;
  /** TCP connections of all guests: one each by WebSocket, and a second one for a while where a client begins by polling. */
  readonly connections: number;
  /** How long after it was given an address opens a session, in seconds: a phone takes a moment, clocks of machines differ. */
  readonly ticketS: number;
  /** Packets of one guest in a minute. Somebody who presses as fast as they can sends 300; beyond that the session is closed. */
  readonly packetsPerMinute: number;
  /** Longest packet of a guest: a long text. Beyond that the session is closed. */
  readonly packetBytes: number;
  /** Members who were sent out: as many as a class can have. */
  readonly removed: number;
}

export const GUEST_LIMITS: GuestLimits = {
  sessions: 450,
  connections: 900,
  ticketS: 120,
  packetsPerMinute: 400,
  packetBytes: 16 * 1024,
  removed: 1200,
};
