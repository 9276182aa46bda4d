import { eventsIn } from '../parts/socket-io';
import { exchangesOf, type Traffic } from '../traffic';

/** Null once an event has reached the server in a session whose upgrade was refused, otherwise what is missing. */
export function missingDelivery(traffic: Traffic): string | null {
  const exchanges = exchangesOf(traffic);
  if (exchanges.length === 0) return 'No client has connected yet.';
  const isUpgraded = exchanges.some(({ answered }) => answered?.status === 101);
  if (isUpgraded) return 'The WebSocket was let through: block it before you connect.';
  const isRefused = exchanges.some(({ answered }) => answered?.status === 503);
  const isDelivered = eventsIn(traffic, 'client').length > 0;
  if (isRefused && isDelivered) return null;
  if (isRefused) {
    return exchanges.length === 1
      ? 'The upgrade was refused, and this client had no other way: nothing was delivered.'
      : 'The upgrade was refused, and the session goes on: no event of yours has passed yet.';
  }
  if (isDelivered) return 'The event was delivered, but nobody asked for an upgrade that could be refused.';
  return 'A client has begun to connect. No upgrade has been refused yet, and no event has passed.';
}
