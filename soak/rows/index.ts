import type { Row } from '../row';
import { endRows } from './ends';
import { strangerRows } from './strangers';
import { waitRows } from './waits';

/** All rows by group, in the order in which they run. */
export const ALL_ROWS: Readonly<Record<string, readonly Row[]>> = {
  ends: endRows,
  waits: waitRows,
  strangers: strangerRows,
};
