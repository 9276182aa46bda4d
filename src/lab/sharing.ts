import type { Sharing } from '../protocol/messages/orders';
import type { LabAddresses } from './session';

/** Says what pages of other origins get from a lab. Rejects with the server's error message. */
export async function shareWith({ http }: LabAddresses, allow: Sharing): Promise<void> {
  const response = await fetch(`${http}/sharing`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ allow }),
  });
  if (response.ok) return;
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(error ?? 'The server gave no reason.');
}
