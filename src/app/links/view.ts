import { hasTask, RECAP } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import type { Unit } from '../../protocol/unit';
import type { Selection } from '../../timeline';
import type { InstrumentParts } from '../use-instrument';
import { type Link, NO_LINK } from './link';
import { fieldNamed, fieldOfRange, slugOf, slugOfField, unitsNamed } from './slug';

/** What a link can speak of: the instrument, and the lesson beside it, if there is one. */
export interface View {
  readonly instrument: Pick<InstrumentParts, 'capture' | 'playback' | 'pointing'>;
  readonly run: LessonRun | null;
}

/** The speed that a page begins with, and that no link needs to say. */
const USUAL_SPEED = 'explain';

/** The link to what is on the page now. */
export function linkTo(view: View): Link {
  const { instrument } = view;
  const { speed } = instrument.playback.state;
  return {
    ...NO_LINK,
    ...(instrument.pointing.selected && linkToSelection(view, instrument.pointing.selected)),
    step: stepNow(view),
    speed: speed === USUAL_SPEED ? null : speed,
  };
}

/** The name of the step that is shown; null without a lesson. */
export function stepNow({ run }: View): string | null {
  return run && (run.progress.step?.id ?? RECAP);
}

function linkToSelection(view: View, { unit, range }: Selection): Partial<Link> {
  const { capture } = view.instrument;
  const task = view.run?.tasks.taskOf(unit) ?? null;
  const units = unitsOf(view, task);
  const slug = slugOf(capture, units, unit);
  const alike = unitsNamed(capture, units, slug);
  const place = alike.indexOf(unit) + 1;
  const fields = range ? capture.decoder.fieldsOf(unit) : [];
  const field = range ? fieldOfRange(fields, range) : undefined;
  return {
    task,
    unit: slug,
    connection: place > 0 && place < alike.length ? place : null,
    field: field ? slugOfField(fields, field) : null,
    bytes: field ? null : range,
  };
}

/**
 * What a link's unit is on this page's own traffic: null while there is none. Without its field while that has not come.
 */
export function selectionOf(view: View, link: Link): Selection | null {
  if (link.unit === null) return null;
  const { capture } = view.instrument;
  const alike = unitsNamed(capture, unitsOf(view, link.task), link.unit);
  const unit = link.connection === null ? alike.at(-1) : alike[link.connection - 1];
  if (!unit) return null;
  if (link.field === null) return { unit, range: bytesWithin(unit, link, view) };
  const field = fieldNamed(capture.decoder.fieldsOf(unit), link.field);
  return { unit, range: field ? { start: field.start, end: field.end } : null };
}

function bytesWithin(unit: Unit, { bytes }: Link, { instrument }: View): Selection['range'] {
  return bytes && bytes.end <= instrument.capture.decoder.bytesOf(unit).length ? bytes : null;
}

/** What a task's action has caused; everything, where no task is named or known. */
function unitsOf({ instrument, run }: View, task: string | null): readonly Unit[] {
  return run && task !== null && hasTask(run.lesson, task)
    ? run.tasks.caused(task).units
    : instrument.capture.decoder.units;
}
