import * as v from 'valibot';
import type { LabMade } from '../protocol/messages/lab-made';
import { labMade } from '../protocol/messages/lab-made';
import type { LabEnvironment } from './environment';

/** The result of asking the server for a lab. */
type LabAnswer =
  | { readonly kind: 'lab'; readonly lab: LabMade }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'silent' };

/** Makes a new lab: `POST /lab`, in place of the one with this id if that is still there. Never rejects. */
export function makeLab(environment: LabEnvironment, root: string, again: string | null): Promise<LabAnswer> {
  return ask(environment, `${root}/lab`, 'POST', again);
}

/** Whether a lab still exists: `GET /lab/<id>`. Never rejects. */
export function findLab(environment: LabEnvironment, http: string): Promise<LabAnswer> {
  return ask(environment, http, 'GET');
}

/** The server's reason for refusing, or our own sentence when it gave none. */
export async function refusalOf(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string') {
      return body.error;
    }
  } catch {
    // Not JSON: some other program answered.
  }
  return `The server answered ${response.status} ${response.statusText} without saying why.`;
}

async function ask(
  environment: LabEnvironment,
  url: string,
  method: string,
  body: string | null = null,
): Promise<LabAnswer> {
  let response: Response;
  try {
    response = await environment.fetch(url, { method, body, cache: 'no-store' });
  } catch {
    return { kind: 'silent' };
  }
  if (response.status === 404) return { kind: 'unknown' };
  // A proxy in front of a server that is down answers for it.
  if (response.status === 502 || response.status === 504) return { kind: 'silent' };
  if (!response.ok) return { kind: 'refused', message: await refusalOf(response) };
  try {
    const read = v.safeParse(labMade, await response.json());
    if (read.success) return { kind: 'lab', lab: read.output };
  } catch {
    // Not JSON: some other program answered.
  }
  return { kind: 'refused', message: 'What answers at this address is not a Wire 101 server.' };
}
