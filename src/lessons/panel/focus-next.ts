const CONTROLS = '[data-next] :is(textarea, input, button)';

/** Moves the focus to where the task goes on: a control of its own, or of the step's figure. */
export function focusNext(task: HTMLElement | null): void {
  const figure = document.querySelector('[data-part="figure"]');
  (task?.querySelector<HTMLElement>(CONTROLS) ?? figure?.querySelector<HTMLElement>(CONTROLS))?.focus();
}
