import { heardIn } from '../parts/programs';
import { eventsIn, type SocketIoPacket, textOf } from '../parts/socket-io';
import type { Traffic } from '../traffic';

/** Null once a greet was answered with welcome and the name in capitals, and a listener of the client got it. */
export function missingWelcome(traffic: Traffic): string | null {
  const greets = eventsIn(traffic, 'client', 'greet');
  if (greets.length === 0) return 'No greet event has left the client yet.';
  const names = greets.flatMap((greet) => firstArg(traffic, greet) ?? []);
  const name = names.find((sent) => sent !== sent.toUpperCase());
  if (name === undefined) return 'greet needs a name with lower-case letters in it, as its first argument.';
  const welcomes = eventsIn(traffic, 'server', 'welcome');
  if (welcomes.length === 0) return `greet has arrived with “${name}”; the server has emitted no welcome.`;
  const right = welcomes.find((welcome) => firstArg(traffic, welcome)?.includes(name.toUpperCase()));
  if (!right) return `welcome came, and its first argument is not a text with “${name.toUpperCase()}” in it.`;
  if (heardIn(traffic, 'client', 'welcome').length === 0)
    return 'welcome is on the wire as it should be, and no listener of the client heard it.';
  return null;
}

function firstArg(traffic: Traffic, { unit }: SocketIoPacket): string | null {
  try {
    const [, first] = JSON.parse(textOf(traffic, unit).replace(/^[^[]*/, '')) as unknown[];
    return typeof first === 'string' ? first : null;
  } catch {
    return null;
  }
}
