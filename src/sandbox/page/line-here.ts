import { lineIn } from './markup';

/** The line of the page's text that calls now; 0 when none of its scripts does. */
export const lineHere = (): number => lineIn(new Error().stack ?? '');
