/**
 * Whether this tab is in a class, was before a reload, or may be in a moment: at the pages where one opens and joins it.
 * `src/lab/class/kept.ts` says what it keeps.
 */
export function isInClass(path: string): boolean {
  try {
    return /^\/(teach|class)/.test(path) || 'wire101:class' in sessionStorage;
  } catch {
    return false;
  }
}
