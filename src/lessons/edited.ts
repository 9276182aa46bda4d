import { programOf, SERVER } from '../capture/code-event';
import type { Lesson, Task } from './define';
import type { Traffic } from './traffic';

/**
 * Whether a program of this traffic ran with another text than the task or its step brings, so that what is asked may not
 * be what ran. False in a step without code.
 */
export function ranEdited({ steps }: Lesson, task: Task, { code }: Traffic): boolean {
  const place = steps.findIndex(({ tasks }) => tasks.includes(task));
  const brought = task.brings ?? steps.findLast((step, at) => step.code && at <= place)?.code;
  if (!brought) return false;
  return code.some((event) => {
    if (event.kind !== 'started') return false;
    const program = programOf(event);
    return event.text !== (program === SERVER ? brought.server : brought.clients[program - 1]);
  });
}
