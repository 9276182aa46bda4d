import type { Row } from '../row';
import { endRows } from './ends';
import { labRows } from './labs';
import { memoryRows } from './memory';
import { smallRows } from './small';
import { strangerRows } from './strangers';
import { waitRows } from './waits';

/** All rows by group, in the order in which they run. */
export const ALL_ROWS: Readonly<Record<string, readonly Row[]>> = {
  ends: endRows,
  waits: waitRows,
  strangers: strangerRows,
  memory: memoryRows,
  labs: labRows,
  small: smallRows,
};
