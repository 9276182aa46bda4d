import { refusalOf } from '../server';
import type { LabAddresses } from '../session';

/**
 * Opens the lab's Socket.IO program for the members of the class with this seal, but for those who were sent out; null closes it.
 * Returns the name of its door. Rejects with the server's error message.
 */
export async function openToClass(
  { http }: Pick<LabAddresses, 'http'>,
  seal: string | null,
  removed: readonly string[] = [],
): Promise<string | null> {
  const response = await fetch(`${http}/guests`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ seal, removed }),
  });
  if (!response.ok) throw new Error(await refusalOf(response));
  const { door } = (await response.json()) as { readonly door: string | null };
  return door;
}
