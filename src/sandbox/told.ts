import type { Op } from './guest/kit';

/** What a turn has told, read by its host. */
export interface Told {
  readonly ops: readonly Op[];
  /** How many more there would have been. */
  readonly dropped: number;
  readonly line: number;
}

/** Characters that one turn may tell, and as many bytes beside them: more than any connection here takes at once. */
export const MAX_TOLD = 4 * 2 ** 20;

/**
 * Reads what a program tells at the end of a turn. A program can change every prototype that its engine uses, so this may be any
 * text: null when it is not what the guest makes. Between `begunAt` and `endedAt`, in microseconds, lies whatever is told.
 */
export function readTold(json: string, mostOps: number, begunAt: number, endedAt: number): Told | null {
  const told = parsed(json) as Partial<Record<keyof Told, unknown>> | null;
  if (typeof told !== 'object' || told === null || !Array.isArray(told.ops)) return null;
  if (told.ops.length > mostOps || !told.ops.every(isOp)) return null;
  const ops = told.ops.map((op) => {
    const isThen = typeof op.at === 'number' && op.at >= begunAt && op.at <= endedAt;
    return { ...op, at: isThen ? op.at : endedAt, line: lineOf(op.line) };
  });
  return { ops, dropped: told.dropped === 0 ? 0 : 1, line: lineOf(told.line) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const isOp = (value: unknown): value is Op =>
  typeof value === 'object' && value !== null && typeof (value as Op).op === 'string';

/** A line, or 0 when it cannot be one. */
export const lineOf = (value: unknown): number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) < 1e6 ? Number(value) : 0;
