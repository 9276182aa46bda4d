import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';
import type { LitLine } from '../lines';

/** What stands beside and under lines while they run. */
export interface LineMarks {
  readonly lit: readonly LitLine[];
  /** Lines that one can go from to the stage. */
  readonly linked: readonly number[];
}

const setMarks = StateEffect.define<LineMarks>();
const NONE: LineMarks = { lit: [], linked: [] };

const marksField = StateField.define<LineMarks>({
  create: () => NONE,
  update: (marks, { effects }) => effects.findLast((effect) => effect.is(setMarks))?.value ?? marks,
});

const SIGNS = { sent: '→', received: '←', ran: '•' } as const;
const WORDS = { sent: 'its packet leaves', received: 'a packet made it run', ran: 'it runs' } as const;
/** A line that has made or got packets and is not lit. */
const LINKED = '·';

class LineMark extends GutterMarker {
  readonly line: number;
  readonly how: LitLine['how'] | null;
  readonly isLinked: boolean;

  constructor(line: number, how: LitLine['how'] | null, isLinked: boolean) {
    super();
    this.line = line;
    this.how = how;
    this.isLinked = isLinked;
  }

  override eq(other: LineMark): boolean {
    return other.line === this.line && other.how === this.how && other.isLinked === this.isLinked;
  }

  override toDOM(): Node {
    const mark = document.createElement(this.isLinked ? 'button' : 'span');
    mark.className = 'cm-mark';
    mark.textContent = this.how ? SIGNS[this.how] : LINKED;
    if (this.how) mark.dataset.lit = this.how;
    const words = this.how ? `Line ${this.line}: ${WORDS[this.how]}` : `Line ${this.line} has packets`;
    if (this.isLinked) {
      // Alt-Enter on the line does the same: Tab passes the marks.
      mark.tabIndex = -1;
      mark.title = `${words}. Show its packet on the stage (Alt-Enter)`;
    }
    mark.setAttribute('aria-label', words);
    return mark;
  }
}

/** Lit lines, and a gutter with a mark for each line that packets are about; pressing it calls `onLine`. */
export function lineMarks(onLine: (line: number) => void) {
  return [
    marksField,
    EditorView.decorations.from(marksField, (marks) => (view) => litDecorations(view, marks)),
    gutter({
      class: 'cm-marks',
      markers: (view) => {
        const { lit, linked } = view.state.field(marksField);
        const lines = [...new Set([...lit.map(({ line }) => line), ...linked])].sort((a, b) => a - b);
        const known = lines.filter((line) => line <= view.state.doc.lines);
        return RangeSet.of(
          known.map((line) =>
            new LineMark(
              line,
              lit.find((one) => one.line === line)?.how ?? null,
              linked.includes(line),
            ).range(view.state.doc.line(line).from),
          ),
        );
      },
      domEventHandlers: {
        click: (view, block) => {
          onLine(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
  ];
}

function litDecorations(view: EditorView, { lit }: LineMarks): DecorationSet {
  const { doc } = view.state;
  const lines = [...new Set(lit.map(({ line }) => line))]
    .filter((line) => line <= doc.lines)
    .sort((a, b) => a - b);
  return Decoration.set(lines.map((line) => Decoration.line({ class: 'cm-lit' }).range(doc.line(line).from)));
}

/** Shows these marks, and no others. */
export function showMarks(view: EditorView, marks: LineMarks): void {
  view.dispatch({ effects: setMarks.of(marks) });
}
