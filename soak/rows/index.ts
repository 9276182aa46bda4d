import type { Row } from '../row';
import { endRows } from './ends';
import { heldRows } from './held';
import { labRows } from './labs';
import { limitRows } from './limits';
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
  limits: limitRows,
  small: smallRows,
  held: heldRows,
};
