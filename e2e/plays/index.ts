import { closing } from './closing';
import { connection } from './connection';
import { handshake } from './handshake';
import type { Play } from './play';

/** One for each lesson, in the order of the course. */
export const plays: readonly Play[] = [connection, handshake, closing];
