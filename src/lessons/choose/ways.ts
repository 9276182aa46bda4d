import type { Capture } from '../../capture/capture';
import type { LabSession } from '../../lab/session';
import type { LessonRun } from '../lesson-run';
import { endIdleConnections } from '../parts/page-loads';
import { countOpeners } from '../tracked-lab';
import { type Traffic, trafficOf } from '../traffic';
import { converse, type Shape } from './converse';
import { type Measures, measureWay } from './measure';
import { OPENERS } from './openers';

export const WAYS = ['short', 'long', 'events', 'websocket', 'socketio'] as const;
export type Way = (typeof WAYS)[number];

export const WAY_NAMES: Readonly<Record<Way, string>> = {
  short: 'Short polling',
  long: 'Long polling',
  events: 'SSE + POST',
  websocket: 'WebSocket',
  socketio: 'Socket.IO',
};

/** Messages of each side in a full run. */
export const MESSAGES = 50;
/** From one message of the browser to the next; the server's come as often on average. */
export const GAP_MS = 50;
/** Between the two halves of a run nobody says anything. */
export const SILENCE_MS = 1500;

const HALF = MESSAGES / 2;
const FULL: Shape = {
  halves: [
    { client: HALF, server: HALF },
    { client: HALF, server: HALF },
  ],
  gapMs: GAP_MS,
  silenceMs: SILENCE_MS,
};

/** One way, tried once, and the calls that it made. */
export interface WayRun {
  readonly way: Way;
  /** Added by the lab, one way. */
  readonly delayMs: number;
  readonly openers: ReadonlySet<number>;
  /** How far the page's clock may be off from the server's. */
  readonly uncertaintyMicros: number;
}

/** A run and what it cost. */
export interface MeasuredWay extends WayRun {
  readonly measures: Measures;
}

interface WayOrder {
  readonly way: Way;
  readonly delayMs: number;
  readonly shape?: Shape;
}

const books = new WeakMap<LessonRun, MeasuredWay[]>();

/** Sends the messages over these ways in turn. Stops early when the student has left the step. */
export async function runWays(lab: LabSession, run: LessonRun, ways: readonly Way[], delayMs: number) {
  const { step } = run.progress;
  for (const way of ways) {
    if (run.progress.step === step) await runWay(lab, run, { way, delayMs });
  }
}

/**
 * Sends the messages over one way. Every way begins without connections that the browser kept from before, and with the delay on every
 * connection; the delay is removed afterwards, so that no other step meets it.
 */
export async function runWay(lab: LabSession, run: LessonRun, { way, delayMs, shape = FULL }: WayOrder) {
  const { lab: tracked, openers } = countOpeners(lab);
  const { step } = run.progress;
  const isWanted = () => run.progress.step === step;
  await endIdleConnections(lab);
  await lab.impair('all', { delayMs });
  try {
    await converse(tracked, OPENERS[way], { ...shape, isWanted });
  } finally {
    await lab.impair('all', { delayMs: 0 });
  }
  if (!isWanted()) return;
  await untilRecorded(lab.capture, openers, shape);
  const { uncertaintyMicros } = lab.nowMicros();
  const measures = measureWay(trafficOf(lab.capture, openers));
  books.set(run, [...(books.get(run) ?? []), { way, delayMs, openers, uncertaintyMicros, measures }]);
}

/** How long the record may lag behind the page. */
const RECORD_LAG_MS = 10_000;
/** The tap reports the end of a connection soon after its last message. */
const CLOSING_MS = 150;

async function untilRecorded(capture: Capture, openers: ReadonlySet<number>, { halves }: Shape) {
  const endMs = performance.now() + RECORD_LAG_MS;
  const due = {
    client: halves.reduce((sum, { client }) => sum + client, 0),
    server: halves.reduce((sum, { server }) => sum + server, 0),
  };
  do {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
    const { messages } = measureWay(trafficOf(capture, openers));
    if (messages.client.length >= due.client && messages.server.length >= due.server) return;
  } while (performance.now() < endMs);
  throw new Error('Not every message reached the record of this lab: do it again.');
}

/** The ways that were measured in this traffic, the newest of each. */
export function waysIn({ calls }: Traffic, run: LessonRun): readonly MeasuredWay[] {
  const ids = new Set(calls.map(({ opener }) => opener));
  const done = (books.get(run) ?? []).filter(({ openers }) => [...openers].every((id) => ids.has(id)));
  return WAYS.flatMap((way) => done.findLast((measured) => measured.way === way) ?? []);
}

/** What one way cost in this traffic; null when it was not tried. */
export function wayIn(traffic: Traffic, run: LessonRun, way: Way): MeasuredWay | null {
  return waysIn(traffic, run).find((measured) => measured.way === way) ?? null;
}
