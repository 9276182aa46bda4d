import type { Row } from '../row';
import { classRows } from './classes';
import { doorRows } from './doors';
import { endRows } from './ends';
import { fuzzRows } from './fuzz';
import { heldRows } from './held';
import { labRows } from './labs';
import { limitRows } from './limits';
import { limitInTimeRows } from './limits-in-time';
import { memoryRows } from './memory';
import { misuseRows } from './misuse';
import { smallRows } from './small';
import { strangerRows } from './strangers';
import { waitRows } from './waits';

/** All rows by group, in the order in which they run. */
export const ALL_ROWS: Readonly<Record<string, readonly Row[]>> = {
  ends: [...endRows, ...fuzzRows],
  waits: waitRows,
  strangers: [...strangerRows, ...doorRows],
  memory: memoryRows,
  labs: labRows,
  limits: [...limitRows, ...limitInTimeRows],
  small: smallRows,
  held: [...heldRows, ...misuseRows],
  classes: classRows,
};
