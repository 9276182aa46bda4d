import { hasTask } from '../../lessons/define';
import type { Link } from './link';
import type { View } from './view';

/** How the student makes happen here what a link waits for. */
export interface Offer {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** In front of a locked prediction the lesson goes first: a link is no way around it. */
export function offerFor({ run }: View, { task: id }: Link): Offer {
  const generic = { text: 'It is selected as soon as it happens on your own wire.' };
  if (!run) return { text: `Open a WebSocket. ${generic.text}` };
  if (id === null || !hasTask(run.lesson, id)) return generic;
  const { action, title, isOptional } = run.task(id);
  const { step } = run.progress;
  const isHere = step?.tasks.some((task) => task.id === id) === true;
  if (!action || (isOptional && !run.isUnfolded(id)))
    return { text: `It comes with the task “${title ?? id}”. ${generic.text}` };
  if (isHere && !run.progress.isReady(id)) {
    return { text: `Lock in your prediction, then press “${action.label}” to make it happen here.` };
  }
  if (isHere || step?.needs === id) return { text: `Press “${action.label}” to make it happen here.` };
  return {
    text: 'It is not on your own wire yet.',
    action: { label: action.label, run: () => void run.tasks.prepare(id) },
  };
}
