import type { Texts } from '../../code/texts';
import { START } from '../../lessons/define';
import { lessonAbout } from '../course';
import { SETUPS, type Setup } from './setups';

/** A step of a lesson that is opened in the free lab. */
export interface FromStep {
  readonly lesson: string;
  readonly step: string;
  /** Leads back to it. */
  readonly href: string;
  /** Null where the step brings no programs. */
  readonly code: {
    readonly texts: Texts;
    /** Under which what the student makes of them is kept, here and in the lesson. */
    readonly store: string;
  } | null;
  readonly setup: Setup;
}

const ADDRESS = /^#from=([\w-]+)\.([\w-]+)$/;

/** Whether the fragment of an address names a step. */
export const isFromStep = (fragment: string): boolean => ADDRESS.test(fragment);

/** The step that the fragment of an address names, with its programs; null when there is none. Rejects when it cannot be fetched. */
export async function readFromStep(fragment: string): Promise<FromStep | null> {
  const [, id = '', stepId = START] = ADDRESS.exec(fragment) ?? [];
  const lesson = await lessonAbout(id)?.load();
  const place = lesson?.steps.findIndex((step) => step.id === stepId) ?? -1;
  const step = lesson?.steps[place];
  if (!lesson || !step) return null;
  const coded = lesson.steps.findLast(({ code }, at) => code && at <= place);
  const setups = SETUPS[id];
  return {
    lesson: lesson.title,
    step: step.title,
    href: `/lessons/${id}?step=${stepId}`,
    code: coded?.code ? { texts: coded.code, store: `${id}.${coded.id}` } : null,
    setup: coded ? { opens: 'code' } : (setups?.steps?.[stepId] ?? setups?.all ?? { opens: 'socket' }),
  };
}
