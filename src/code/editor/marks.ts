import { type Extension, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, keymap } from '@codemirror/view';
import type { LitLine } from '../lines';
import { LineMark } from './line-mark';

/** The marks of a running program. Lines count from 1; lines that do not exist are ignored. */
export interface LineMarks {
  readonly lit: readonly LitLine[];
  /** Lines that link to the stage. */
  readonly linked: readonly number[];
}

interface Drawn {
  readonly beside: RangeSet<LineMark>;
  readonly under: DecorationSet;
}

/** Replaces all marks. */
export const setMarks = StateEffect.define<LineMarks>();

/** The marks at their current places: they move with the text. */
export const marksField = StateField.define<Drawn>({
  create: () => ({ beside: RangeSet.empty, under: Decoration.none }),
  update({ beside, under }, { effects, changes, newDoc }) {
    const set = effects.findLast((effect) => effect.is(setMarks));
    if (set) return draw(newDoc, set.value);
    return { beside: beside.map(changes), under: under.map(changes) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ under }) => under),
});

const UNDER = {
  sent: Decoration.line({ class: 'cm-lit', attributes: { 'data-how': 'sent' } }),
  received: Decoration.line({ class: 'cm-lit', attributes: { 'data-how': 'received' } }),
  ran: Decoration.line({ class: 'cm-lit', attributes: { 'data-how': 'ran' } }),
} as const;

function draw(doc: Text, { lit, linked }: LineMarks): Drawn {
  const howOf = new Map(lit.map(({ line, how }) => [line, how]));
  const isLinked = new Set(linked);
  const lines = [...new Set([...howOf.keys(), ...isLinked])]
    .filter((line) => line >= 1 && line <= doc.lines)
    .sort((a, b) => a - b);
  return {
    beside: RangeSet.of(
      lines.map((line) =>
        new LineMark(line, howOf.get(line) ?? null, isLinked.has(line)).range(doc.line(line).from),
      ),
    ),
    under: Decoration.set(
      lines.flatMap((line) => {
        const how = howOf.get(line);
        return how ? UNDER[how].range(doc.line(line).from) : [];
      }),
    ),
  };
}

/**
 * Lit lines, and a gutter with a mark for each line that has packets. Pressing the mark, or Alt-Enter on its line,
 * calls `onLine` with the line's number in the text that ran.
 */
export function lineMarks(onLine: (line: number) => void): Extension {
  const follow = (view: EditorView, from: number) => {
    const line = linkedAt(view, from);
    if (line !== null) onLine(line);
    return line !== null;
  };
  return [
    marksField,
    gutter({
      class: 'cm-marks',
      markers: ({ state }) => state.field(marksField).beside,
      domEventHandlers: { click: (view, { from }) => follow(view, from) },
    }),
    keymap.of([
      {
        key: 'Alt-Enter',
        run(view) {
          const { from } = view.state.doc.lineAt(view.state.selection.main.head);
          const said = 'This line has sent or received no packet in this run.';
          if (!follow(view, from)) view.dispatch({ effects: EditorView.announce.of(said) });
          return true;
        },
      },
    ]),
  ];
}

function linkedAt({ state }: EditorView, from: number): number | null {
  let line: number | null = null;
  state.field(marksField).beside.between(from, from, (_from, _to, mark) => {
    if (mark.isLinked) line = mark.line;
  });
  return line;
}
