import type { Op } from './library/core';

/** What a program's guest reports at the end of a turn, as read by its host. */
export interface TurnReport {
  readonly ops: readonly Op[];
  /** How many more things the program did, beyond its limit. */
  readonly dropped: number;
  readonly line: number;
}

/** Characters of one report, and as many bytes besides them: more than any connection here takes at once. */
export const MAX_REPORT = 4 * 2 ** 20;

/**
 * Reads a report. A program can change every prototype that its engine uses, so `json` may be any text: null when it is not what the
 * guest writes. Everything that is reported happened between `begunAt` and `endedAt`, in microseconds.
 */
export function readTurnReport(
  json: string,
  mostOps: number,
  begunAt: number,
  endedAt: number,
): TurnReport | null {
  const report = parsed(json) as Partial<Record<keyof TurnReport, unknown>> | null;
  if (typeof report !== 'object' || report === null || !Array.isArray(report.ops)) return null;
  if (report.ops.length > mostOps || !report.ops.every(isOp)) return null;
  const ops = report.ops.map((op) => {
    const isThen = typeof op.at === 'number' && op.at >= begunAt && op.at <= endedAt;
    return { ...op, at: isThen ? op.at : endedAt, line: lineOf(op.line) };
  });
  return { ops, dropped: report.dropped === 0 ? 0 : 1, line: lineOf(report.line) };
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

/** A line number, or 0 when the value cannot be one. */
export const lineOf = (value: unknown): number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) < 1e6 ? Number(value) : 0;
