import { type ConnectionTimeline, clientOf } from '../../timeline';
import { isThisMachine, nameOnRelay } from '../../timeline/client-name';
import type { ClientPrograms } from '../../timeline/client-programs';
import { isForeign } from '../../timeline/connection-timeline';
import type { GuestLanes } from './guest-lanes';

/** A program at the client's end: a column of the ladder, with its connections as strands. */
export interface Program {
  readonly key: string;
  readonly name: string;
  /** The number of its code pane, from 1; null for a program that is not a student's. */
  readonly client: number | null;
  /** Its place among the columns. */
  readonly rank: number;
  /** It stands for several, whose connections share one strand. */
  readonly isShared?: true;
}

const PAGE: Program = { key: 'page', name: 'this page', client: null, rank: 0 };
const RAW: Program = { key: 'raw', name: 'raw client', client: null, rank: 100 };

/** The program at the client's end of this connection, by what is known of it so far. */
export function programOf(
  timeline: ConnectionTimeline,
  clients: ClientPrograms,
  guests: Pick<GuestLanes, 'programOf'>,
): Program {
  const kind = clientOf(timeline);
  if (kind === 'guest') return guests.programOf(timeline.client!.guest!);
  if (kind === 'raw') return RAW;
  const client = kind === 'page' ? clients.numberOf(timeline) : null;
  if (client !== null) return { key: `client ${client}`, name: `client ${client}`, client, rank: client };
  if (kind === 'page') return PAGE;
  if (isForeign(timeline.connection)) return clientOfRelay(timeline);
  const name = timeline.client?.name ?? 'another program';
  return { key: `another ${name}`, name, client: null, rank: 101 };
}

/** A program that uses a relay. Each machine's is its own. */
function clientOfRelay(timeline: ConnectionTimeline): Program {
  const name = relayClientName(timeline);
  return { key: `relay ${name}`, name, client: null, rank: 101 };
}

/** The address of an end that is not known. */
const UNKNOWN = 'unknown';

/** What a program that uses a relay calls itself, and where it runs unless that is here: "Firefox at 10.0.0.7". */
export function relayClientName({ client, connection }: ConnectionTimeline): string {
  const { address } = connection.client;
  const said = nameOnRelay(client);
  return isThisMachine(address) || address === UNKNOWN
    ? said
    : `${said} at ${address.replace(/^::ffff:/, '')}`;
}
