/**
 * Whether this tab is in a class as a student: the class selects what it looks at, and an address that is loaded again would name that
 * before it is on the student's own wire. `src/lab/class/kept.ts` says what a tab keeps.
 */
export function isAttending(): boolean {
  try {
    return sessionStorage.getItem('wire101:class')?.includes('"role":"student"') === true;
  } catch {
    return false;
  }
}
