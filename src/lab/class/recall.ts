import { type ClassMember, MAX_RECALLED, type RecallMembers } from '../../protocol/messages/class';
import type { ClassLine } from './class-line';

/** Bytes of what is told of members in one message: well below the 32 KB that the server takes. */
const MESSAGE_BYTES = 24 * 1024;

type Recalled = RecallMembers['members'][number];

/**
 * Tells the server of members whom it has forgotten, one message after the other. What is not heard is told again when the page connects
 * again.
 */
export async function recall(line: ClassLine, forgotten: readonly ClassMember[]): Promise<void> {
  for (const members of inMessages(forgotten)) {
    const answer = await line.ask('recall', { members }).catch(() => null);
    if (answer?.kind !== 'done') return;
  }
}

/** A member of whom there is more to tell than a message holds is left out: the connection would not outlive it. */
function inMessages(members: readonly ClassMember[]): readonly Recalled[][] {
  const messages: Recalled[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { id, isHere: _, ...said } of members) {
    const length = new TextEncoder().encode(JSON.stringify({ id, said })).length;
    if (length > MESSAGE_BYTES) continue;
    if (bytes + length > MESSAGE_BYTES || messages.at(-1)!.length === MAX_RECALLED) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)!.push({ id, said });
    bytes += length;
  }
  return messages;
}
