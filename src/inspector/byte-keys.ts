/** How many rows Page Up and Page Down move. */
const PAGE_ROWS = 12;

/**
 * Where a key moves the cursor in a grid of bytes: arrows by a byte or a row, Home and End within the row, with Ctrl to
 * both ends of the grid. Null for other keys, or without bytes.
 */
export function nextByte(
  key: string,
  hasCtrl: boolean,
  at: number,
  size: number,
  rowBytes: number,
): number | null {
  if (size === 0) return null;
  const rowStart = at - (at % rowBytes);
  const last = size - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + rowBytes > last ? at : at + rowBytes,
    ArrowUp: at - rowBytes < 0 ? at : at - rowBytes,
    PageDown: at + PAGE_ROWS * rowBytes,
    PageUp: at - PAGE_ROWS * rowBytes,
    Home: hasCtrl ? 0 : rowStart,
    End: hasCtrl ? last : rowStart + rowBytes - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.min(last, Math.max(0, next));
}
