import type { DroppedEnds } from './hold';

/**
 * Ends of a connection that were lost in a black hole. TCP retransmits a FIN until it is acknowledged, so they pass when the black
 * hole is lifted.
 */
export class LostEnds {
  /** The client ended its direction in the black hole: not in the log yet. */
  client = false;
  /** The application ended the server's direction. */
  server = false;
  /** The client's end, or its reset, was on its way to the application when the black hole began: in the log already. */
  loggedClient = false;
  loggedError: Error | null = null;

  addDropped({ client, server, error }: DroppedEnds): void {
    this.server ||= server;
    this.loggedClient ||= client;
    this.loggedError = error ?? this.loggedError;
  }
}
