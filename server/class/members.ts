import type { ClassMember, RecallMembers } from '../../src/protocol/messages/class';
import type { Classroom } from './classroom';
import { nameFor } from './names';
import type { Agreement } from './nodes/agreement';
import { memberIdOf } from './token';

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

/** The member with this secret key, if nobody is at their place; null for none. */
export async function absentMember(
  room: Classroom,
  key: string | undefined,
  agreement: Agreement | null,
): Promise<ClassMember | null> {
  // A key is known by its hash alone: what comparing takes tells nothing of it.
  const id = key === undefined ? null : memberIdOf(key);
  if (id === null || room.isRemoved(id)) return null;
  const member = agreement ? await agreement.member(room, id) : room.shown([id])[0];
  return member && !member.isHere && !room.isRemoved(id) ? member : null;
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
