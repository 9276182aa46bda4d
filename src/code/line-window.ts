/** The lines to draw, half-open, and the height of those left out above and below them, in pixels. */
export interface LineWindow {
  readonly first: number;
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/** The part of a list that is seen: its height, and its top, or else how many lines end at its lower edge. */
export interface View {
  readonly top: number;
  readonly height: number;
  readonly lastLine: number | null;
}

/** Drawn above and below what is seen, so that scrolling shows no gap. */
const MARGIN_PX = 480;

/** Which of `count` lines to draw, of which each has its own height. */
export function lineWindow(count: number, heightOf: (line: number) => number, view: View): LineWindow {
  const tops = new Float64Array(count + 1);
  for (let line = 0; line < count; line++) tops[line + 1] = tops[line]! + heightOf(line);
  const height = tops[count]!;
  const top =
    view.lastLine === null ? Math.min(view.top, height) : Math.max(0, tops[view.lastLine]! - view.height);
  let first = 0;
  while (first < count && tops[first + 1]! <= top - MARGIN_PX) first++;
  let end = first;
  while (end < count && tops[end]! < top + view.height + MARGIN_PX) end++;
  return { first, end, above: tops[first]!, below: height - tops[end]! };
}
