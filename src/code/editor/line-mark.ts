import { GutterMarker } from '@codemirror/view';
import type { LitLine } from '../lines';

const SIGNS = { sent: '→', received: '←', ran: '•' } as const;
const WORDS = { sent: 'its packet leaves', received: 'a packet made it run', ran: 'it runs' } as const;
/** A line with packets that is not lit. */
const LINKED = '·';

/** The mark beside a line: how it ran, or that it has packets. With packets, it can be pressed. */
export class LineMark extends GutterMarker {
  /** In the text that ran. */
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
    mark.title = words;
    if (this.isLinked) {
      // The gutter is hidden from screen readers and Tab: Alt-Enter on the line does the same.
      mark.tabIndex = -1;
      mark.title = `${words}. Show its packet on the stage (Alt-Enter)`;
    }
    return mark;
  }
}
