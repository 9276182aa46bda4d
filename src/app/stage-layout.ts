import type { Picture } from '../lessons/define';
import type { Width } from './use-width';

/** The parts of the stage, in their order on the page. */
export const STAGE_PARTS = ['wire', 'code', 'figure', 'ladder', 'inspector'] as const satisfies Picture[];

/** `main`: the large one. `open`: beside it, as large as it needs. `strip`: one line that opens. `away`: not there. */
export type Place = 'main' | 'open' | 'strip' | 'away';

/** What the student has opened and closed, in this lesson. */
export type Choices = Readonly<Partial<Record<Picture, boolean>>>;

export interface LayoutAsked {
  readonly width: Width;
  /** The part that gets the main area; null in the free lab, where wire, ladder and inspector share the stage. */
  readonly picture: Picture | null;
  /** Parts that there are only sometimes. */
  readonly has: Readonly<Record<'code' | 'figure', boolean>>;
  readonly choices: Choices;
  /** Whether something is selected: then there is something to inspect. */
  readonly isSelected: boolean;
  /** On a low screen, or one that is low for what is projected: the picture keeps the height that there is. */
  readonly isLow: boolean;
  /** The tab that is shown, where the parts share one place. */
  readonly tab: Picture | null;
}

/** Where each part of the stage is. */
export function placesOf(asked: LayoutAsked): Readonly<Record<Picture, Place>> {
  const { width, picture, has, tab } = asked;
  const placeOf = (part: Picture): Place => {
    if ((part === 'code' || part === 'figure') && !has[part]) return 'away';
    if (width !== 'wide') return part === tab ? 'main' : 'away';
    if (picture === null) return part === 'wire' ? 'open' : 'main';
    if (part === picture) return 'main';
    return isOpen(part, asked) ? 'open' : 'strip';
  };
  return Object.fromEntries(STAGE_PARTS.map((part) => [part, placeOf(part)])) as Record<Picture, Place>;
}

/** The student's choice; without one, the inspector opens with the first selection: an empty one takes room from consoles. */
function isOpen(part: Picture, { choices, isSelected, isLow }: LayoutAsked): boolean {
  return choices[part] ?? (part === 'inspector' && isSelected && !isLow);
}
