import type { Limits } from './limits';

/** What a lab does on purpose to its traffic on a connection. */
export interface Impairment {
  /** Added to the way of every byte, in each direction. */
  readonly delayMs: number;
}

export const UNIMPAIRED: Impairment = { delayMs: 0 };

/** What a lab is asked to do, and to which connection: to one by its number, or to all that are opened from now on. */
export interface ImpairmentOrder {
  readonly connection: number | 'next';
  readonly impairment: Impairment;
}

const SETTINGS = new Set(['connection', 'delayMs']);

/** Reads `{"connection": 7 | "next", "delayMs": 80}`; a sentence that says what to change when it is not that. */
export function readImpairmentOrder(text: string, limits: Limits): ImpairmentOrder | string {
  const order = objectOf(text);
  if (order === null) return 'Send a JSON object, such as {"connection": "next", "delayMs": 80}.';
  const stranger = Object.keys(order).find((name) => !SETTINGS.has(name));
  if (stranger !== undefined) return `There is no setting "${stranger}"; there are connection and delayMs.`;
  const { connection, delayMs } = order;
  if (connection !== 'next' && !(Number.isSafeInteger(connection) && Number(connection) > 0)) {
    return 'connection is the number of an open connection of this lab, or "next" for all that are opened from now on.';
  }
  if (!Number.isInteger(delayMs) || Number(delayMs) < 0 || Number(delayMs) > limits.delayMs) {
    return `delayMs is a whole number of milliseconds from 0 to ${limits.delayMs}.`;
  }
  return {
    connection: connection === 'next' ? 'next' : Number(connection),
    impairment: { delayMs: Number(delayMs) },
  };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
