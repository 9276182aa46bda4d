import type { IncomingMessage } from 'node:http';
import { faultOfHandshake, type Refusal } from '../handshake';
import type { LabSocketIo } from '../socketio';
import type { Doors, Visit } from './doors';
import { noteTicket } from './lab-guests';
import type { GuestLimits } from './limits';

/** What a guest's request is judged by. */
interface GuestContext {
  readonly doors: Doors;
  readonly limits: { readonly guests: GuestLimits };
  /** Why nobody at all may send this request; null when they may. */
  readonly faultOf: (request: IncomingMessage) => Refusal | null;
}

const NOT_A_GUEST: Refusal = {
  status: 403,
  sentence:
    'This address of a lecturer’s server is not valid (any more): each opens one connection, of one member of the class.',
};

const NO_PROGRAM: Refusal = {
  status: 503,
  sentence: 'The lecturer’s server program does not run at the moment.',
};

const UPGRADES_REFUSED: Refusal = {
  status: 503,
  sentence: 'The lecturer’s lab has been told to refuse upgrades at the moment.',
};

/** The program that a guest's request reaches, or why it reaches none. */
export function admitGuest(
  request: IncomingMessage,
  { doors, limits, faultOf }: GuestContext,
  asksToSwitch: boolean,
): { readonly serve: NonNullable<LabSocketIo['guests']> } | Refusal {
  const fault = faultOf(request);
  if (fault) return fault;
  const visit = doors.visit(request.url ?? '/');
  if (!visit) return NOT_A_GUEST;
  const { lab, guests, ticket } = visit;
  // The echo has none.
  const serve = lab.socketio?.guests;
  if (!serve) return NO_PROGRAM;
  const refusal =
    faultOfPlaces(visit, limits.guests) ??
    (asksToSwitch ? faultOfHandshake(request) : null) ??
    (asksToSwitch && lab.refusesUpgrades ? UPGRADES_REFUSED : null);
  if (refusal) return refusal;
  guests.came(request.socket);
  noteTicket(request, ticket);
  return { serve };
}

function faultOfPlaces({ guests }: Visit, { connections }: GuestLimits): Refusal | null {
  if (guests.connections < connections) return null;
  const sentence = `The lecturer’s server has ${connections} connections of guests, the most that it may have: try again soon.`;
  return { status: 503, sentence };
}
