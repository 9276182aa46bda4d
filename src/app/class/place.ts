import { currentTaskOf } from '../../lessons/current-task';
import { openerOf } from '../../lessons/traffic';
import type { ClassPlace } from '../../protocol/messages/class';
import { type Link, linkTo, NO_LINK, type View } from '../links/Links';
import { routeOf } from '../router';

/** Where a page is, in names that hold on everybody's own traffic; null where nobody can follow. */
export function placeOf(path: string, view: View): ClassPlace | null {
  const route = routeOf(path);
  const isLesson = route.page === 'lesson' && view.run?.lesson.id === route.lesson;
  if (!isLesson && route.page !== 'workbench') return null;
  const { step, ...link } = linkTo(view);
  return { lesson: isLesson ? route.lesson : null, step, doing: doingIn(view), ...selectionFrom(view, link) };
}

function doingIn({ run }: View): string | null {
  const step = run?.progress.step;
  return run && step ? currentTaskOf(run, step).id : null;
}

/** What is selected. The class has nothing like what came from elsewhere: from another program, or from the class itself. */
function selectionFrom(
  { instrument }: View,
  link: Omit<Link, 'step'>,
): Omit<ClassPlace, 'lesson' | 'step' | 'doing'> {
  const unit = instrument.pointing.selected?.unit;
  const isOwn = unit !== undefined && openerOf(instrument.capture, unit) !== null;
  const { task, unit: name, connection, field, bytes } = isOwn ? link : NO_LINK;
  return { task, unit: name, connection, field, bytes };
}

/** The address of a place. */
export function pathOf({ lesson }: Pick<ClassPlace, 'lesson'>): string {
  return lesson === null ? '/workbench' : `/lessons/${lesson}`;
}

/** What is selected at a place, as a link. */
export function selectionLink({ task, unit, connection, field, bytes }: ClassPlace): Link {
  return { ...NO_LINK, task, unit, connection, field, bytes };
}

/** Whether two places are the same step. */
export function isSameStep(
  one: Pick<ClassPlace, 'lesson' | 'step'>,
  other: Pick<ClassPlace, 'lesson' | 'step'>,
): boolean {
  return one.lesson === other.lesson && one.step === other.step;
}
