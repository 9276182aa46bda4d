import { objectsOf } from '../parts/http-measures';
import { inWords } from '../prose/say';
import type { Traffic } from '../traffic';

const OBJECTS = 6;

/** Null once six objects came over six different client ports; else what this try has shown. */
export function missingSixPorts(traffic: Traffic): string | null {
  const objects = objectsOf(traffic);
  if (objects.length === 0) return 'No object has been fetched yet.';
  const ports = [...new Set(objects.map(({ connection }) => connection.client.port))];
  if (ports.length >= OBJECTS) return null;
  const from =
    ports.length === 1 ? `port ${ports[0]} alone` : `${inWords(ports.length)} ports: ${ports.join(', ')}`;
  const fetched = `${objects.length === 1 ? 'One object' : `${objects.length} objects`} came over ${from}.`;
  return objects.length < OBJECTS
    ? `${fetched} The goal is six objects.`
    : `${fetched} The goal is six different ports.`;
}
