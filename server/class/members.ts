import type { RecallMembers } from '../../src/protocol/messages/class';
import type { Classroom } from './classroom';
import { nameFor } from './names';
import type { Agreement } from './nodes/agreement';

/** What naming and recalling members needs besides their class. */
interface Parts {
  readonly limits: { readonly nicknameLength: number };
  /** Null where this is the only node. */
  readonly agreement: Agreement | null;
}

/** What the class calls a member who asks for this name; nobody else is called so from now on, at any node. */
export function nameMember(
  room: Classroom,
  asked: string | undefined,
  id: string,
  { limits, agreement }: Parts,
): Promise<string> {
  return nameFor(asked ?? '', id, limits.nicknameLength, async (looks) => {
    return !room.names.take(looks, id) || (await agreement?.shared.takeName(room.seal, looks, id)) === false;
  });
}

/** Takes in members whom the teacher's page remembers and no node knows. Of everybody else their own pages know more. */
export async function recallMembers(
  room: Classroom,
  { members }: RecallMembers,
  parts: Parts,
): Promise<void> {
  const ids = members.map(({ id }) => id);
  const elsewhere = await parts.agreement?.shared.said(room.seal, ids);
  // The others may know more, and cannot be asked.
  if (elsewhere === null) return;
  for (const { id, said } of members) {
    if (elsewhere?.has(id) || !room.mayRecall(id)) continue;
    const nickname = await nameMember(room, said.nickname, id, parts);
    // Meanwhile the member may have come.
    if (room.mayRecall(id)) room.recall(id, { ...said, nickname });
    else if (!room.isMember(id)) room.names.free(id);
  }
}
