import type { Impairment, ImpairmentChange } from '../src/protocol/feed';
import type { Limits } from './limits';
import { isNestedDeeper } from './nesting';

/** What a lab is asked to change, and on which connection: on one by its number, on all that are opened from now on, or on these and all that are open. */
export interface ImpairmentOrder {
  readonly connection: number | 'next' | 'all';
  readonly change: ImpairmentChange;
}

/** Whether reads pass as they come, and what is written goes out. */
export function isShaped({ readBytes, gatherMs, bytesPerSecond, cut }: Impairment): boolean {
  return readBytes > 0 || gatherMs > 0 || bytesPerSecond > 0 || cut !== 'none';
}

const CUTS: readonly unknown[] = ['none', 'stall', 'black hole'];

/**
 * Reads `{"connection": 7 | "next" | "all", "delayMs": 80, …}`; a sentence that says what to change when it is not that. What is not
 * named stays as it is.
 */
export function readImpairmentOrder(text: string, limits: Limits): ImpairmentOrder | string {
  const order = objectOf(text);
  if (order === null) return 'Send a JSON object, such as {"connection": "next", "delayMs": 80}.';
  const { connection, ...change } = order;
  if (!isConnection(connection)) {
    return 'connection is the number of an open connection of this lab, "next" for all that are opened from now on, or "all" for these and those that are open.';
  }
  const bounds = boundsOf(limits);
  const names = Object.keys(change);
  if (names.length === 0)
    return `Name what to change: ${Object.keys(bounds).join(', ')}, cut or refusesUpgrades.`;
  for (const name of names) {
    const fault = faultOf(name, change[name], connection, bounds);
    if (fault !== null) return fault;
  }
  return { connection, change };
}

function isConnection(value: unknown): value is ImpairmentOrder['connection'] {
  return value === 'next' || value === 'all' || (Number.isSafeInteger(value) && Number(value) > 0);
}

/** The largest value of each setting that is a number. */
function boundsOf({ delayMs, jitterMs, bytesPerSecond, readBytes, gatherMs }: Limits) {
  return { delayMs, jitterMs, bytesPerSecond, readBytes, gatherMs } as const;
}

function faultOf(
  name: string,
  value: unknown,
  connection: ImpairmentOrder['connection'],
  bounds: ReturnType<typeof boundsOf>,
): string | null {
  if (name === 'refusesUpgrades') {
    if (typeof value !== 'boolean') return 'refusesUpgrades is true or false.';
    const isOfLab = typeof connection === 'string';
    return isOfLab ? null : 'refusesUpgrades is about the lab: set it with "connection": "next".';
  }
  if (name === 'cut') {
    if (!CUTS.includes(value)) return 'cut is "none", "stall" or "black hole".';
    return connection === 'next' ? 'Only a connection that is open can be cut: name it, or "all".' : null;
  }
  if (!Object.hasOwn(bounds, name)) {
    return `There is no setting "${name}"; there are connection, ${Object.keys(bounds).join(', ')}, cut and refusesUpgrades.`;
  }
  const most = bounds[name as keyof typeof bounds];
  const isInRange = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
  return isInRange ? null : `${name} is a whole number from 0 to ${most}.`;
}

/** Orders are flat; the options of a program nest a little. */
const ORDER_DEPTH = 20;

/** A JSON object, or null for anything else. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  if (isNestedDeeper(text, ORDER_DEPTH)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
