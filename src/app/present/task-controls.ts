import type { Texts } from '../../code/texts';
import type { Task } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import type { Hands } from '../../lessons/remote';

/** Where the controls of a task are that its code does not hold: in the lesson, or in its figure. */
const placesOf = ({ id }: Pick<Task, 'id'>) => [
  `[data-task="${id}"] [data-next]`,
  '[data-part="figure"] [data-next]',
];

/** What makes a task's traffic: its own control, its figure's, or the button that runs the code. */
function buttonOf(task: Task): HTMLButtonElement | null {
  const places = task.byHand ? ['[data-part="code"]'] : placesOf(task);
  const find = (state: string) =>
    document.querySelector<HTMLButtonElement>(
      places.map((place) => `${place} button[data-kind="primary"]${state}`).join(),
    );
  return find(':enabled') ?? find('');
}

export const hasButton = (task: Task): boolean => buttonOf(task) !== null;

/** Whether the button can be pressed, and what is to be changed first has been. */
export function canPress(task: Task, run: LessonRun): boolean {
  const button = buttonOf(task);
  return button !== null && !button.disabled && isChanged(task, run);
}

function isChanged({ byHand, brings, ...task }: Task, { desks }: LessonRun): boolean {
  if (!byHand) {
    const unchanged = placesOf(task).map((place) => `${place} [data-unchanged]`);
    return document.querySelector(unchanged.join()) === null;
  }
  const brought = brings ?? desks.step?.code;
  const lineIn = (texts: Texts | undefined) => {
    const text = byHand.end === 'server' ? texts?.server : texts?.clients[0];
    return text?.split('\n')[byHand.line - 1];
  };
  return lineIn(desks.current?.texts) !== lineIn(brought);
}

/** What is to be changed first, as an order; null when nothing is. */
export function toChangeIn(task: Task): string | null {
  const box = document.querySelector<HTMLElement>(placesOf(task).join());
  return task.byHand?.does ?? (box?.dataset.next || null);
}

/** Of the tasks of a step, beside its text. */
export function bringIntoSight({ id }: Task): void {
  document.querySelector(`[data-task="${id}"]`)?.scrollIntoView({ block: 'start' });
  // It may show another task now, and is read from its top.
  for (const box of document.querySelectorAll('[data-part="figure"], [data-part="figure"] *'))
    if (box.scrollTop > 0) box.scrollTop = 0;
}

/** The hands of a remote. */
export const hands: Hands = {
  press: (task) => buttonOf(task)?.click(),
  reach: (task) => {
    if (task.byHand) dispatchEvent(new CustomEvent('wire101:to-line', { detail: task.byHand }));
    else reachFirst(placesOf(task));
  },
};

/** The first control to change in these places: a text, rather than how it is written. */
function reachFirst(places: readonly string[]): void {
  const find = (control: string) =>
    document.querySelector<HTMLElement>(places.map((place) => `${place} ${control}:enabled`).join());
  const found = find(':is(textarea, input:not([type="radio"]))') ?? find(':is(input, select)');
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: 'center' });
}
