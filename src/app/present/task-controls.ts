import type { Task } from '../../lessons/define';
import type { Hands } from '../../lessons/remote';

/** Where the controls of a task are that its code does not hold: in the lesson, or in its figure. */
const placesOf = ({ id }: Task) => [`[data-task="${id}"] [data-next]`, '[data-part="figure"] [data-next]'];

/** What makes a task's traffic: its own control, its figure's, or the button that runs the code. */
function buttonOf(task: Task): HTMLElement | null {
  const places = task.byHand ? ['[data-part="code"]'] : placesOf(task);
  return document.querySelector(places.map((place) => `${place} button[data-kind="primary"]:enabled`).join());
}

export const canPress = (task: Task): boolean => buttonOf(task) !== null;

/** What is to be changed first, as an order; null when nothing is. */
export function toChangeIn(task: Task): string | null {
  const box = document.querySelector<HTMLElement>(placesOf(task).join());
  return task.byHand?.does ?? (box?.dataset.next || null);
}

/** The hands of a remote. */
export const hands: Hands = {
  press: (task) => buttonOf(task)?.click(),
  reach: (task) => {
    if (task.byHand) dispatchEvent(new CustomEvent('wire101:to-line', { detail: task.byHand }));
    else reachFirst(placesOf(task));
  },
};

/** The first control to change in these places. */
function reachFirst(places: readonly string[]): void {
  const controls = places.map((place) => `${place} :is(textarea, input, select):enabled`);
  const found = document.querySelector<HTMLElement>(controls.join());
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: 'center' });
}
