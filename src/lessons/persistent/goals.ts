import type { LessonRun } from '../lesson-run';
import {
  addedDelayOf,
  type HttpMeasures,
  isNonPersistent,
  measureHttp,
  objectsOf,
} from '../parts/http-measures';
import { loadsIn } from '../parts/page-loads';
import { inWords } from '../prose/say';
import { exchangesOf, type Traffic, trafficOf } from '../traffic';

const OBJECTS = 6;
const DELAY_MICROS = 100_000;
/** 40 % less, as a share of the time to beat. */
const AT_MOST = 0.6;

/** Null once six objects came over one connection, and nothing of this load over any other. */
export function missingOneConnection(traffic: Traffic): string | null {
  const objects = objectsOf(traffic);
  if (objects.length === 0) return 'No object has been fetched yet.';
  const ports = [...new Set(exchangesOf(traffic).map(({ connection }) => connection.client.port))];
  if (ports.length > 1) {
    return `This load took ${inWords(ports.length)} connections, from ports ${ports.join(', ')}. The goal is one.`;
  }
  if (objects.length >= OBJECTS) return null;
  return `One connection, and ${objects.length === 1 ? 'one object' : `${inWords(objects.length)} objects`}; the goal is six.`;
}

/** A load as the wire shows it. */
interface MeasuredLoad {
  readonly objects: number;
  readonly delayMicros: number;
  readonly isNonPersistent: boolean;
  readonly totalMicros: number;
  readonly roundTrips: number;
}

/** The complete loads in this traffic, in their order, measured on the wire. */
export function measuredLoads(traffic: Traffic, run: LessonRun): readonly MeasuredLoad[] {
  return loadsIn(traffic, run).flatMap(({ openers }) => {
    const ownTraffic = trafficOf(traffic.capture, openers);
    const { totalMicros, roundTrips } = measureHttp(ownTraffic);
    if (totalMicros === null) return [];
    const objects = objectsOf(ownTraffic).length;
    return [
      {
        objects,
        totalMicros,
        roundTrips,
        delayMicros: addedDelayOf(ownTraffic),
        isNonPersistent: isNonPersistent(ownTraffic),
      },
    ];
  });
}

/** Null once a load of the same six objects from as far away took 40 % less than the non-persistent one. */
export function missingFaster(loads: readonly MeasuredLoad[]): string | null {
  const far = loads.filter(({ objects, delayMicros }) => objects === OBJECTS && delayMicros >= DELAY_MICROS);
  const slow = far.findLast((load) => load.isNonPersistent);
  if (!slow) {
    const last = loads.at(-1);
    const was = last
      ? `That was ${inWords(last.objects)} ${last.objects === 1 ? 'object' : 'objects'} at ${Math.floor(last.delayMicros / 1000)} ms each way${last.isNonPersistent ? '' : ', on a kept connection'}. `
      : '';
    return `${was}First set the time to beat: six objects, at least 100 ms each way, a connection each.`;
  }
  const limit = slow.totalMicros * AT_MOST;
  const rivals = far.filter(
    (load) => !load.isNonPersistent && Math.abs(load.delayMicros - slow.delayMicros) < DELAY_MICROS / 10,
  );
  const best = rivals.toSorted((a, b) => a.totalMicros - b.totalMicros)[0];
  const wanted = `The time to beat is ${exactMs(slow.totalMicros)}; the goal is ${exactMs(limit)} or less.`;
  if (!best) return `${wanted} No other way has been tried from as far away with six objects.`;
  if (best.totalMicros <= limit) return null;
  const saved = Math.floor((1 - best.totalMicros / slow.totalMicros) * 100);
  return `${wanted} Your best took ${exactMs(best.totalMicros)}, ${saved > 0 ? `${saved}% less` : 'no less than that'}.`;
}

/** The fewest round trips of a load that meets the goal: others show less of the page, or are of no use to compare. */
export function fewestRoundTrips(loads: readonly MeasuredLoad[]): number {
  const met = loads.filter((load) => {
    const slow = loads.filter(({ isNonPersistent }) => isNonPersistent);
    return !load.isNonPersistent && missingFaster([...slow, load]) === null;
  });
  return Math.min(...met.map(({ roundTrips }) => roundTrips));
}

/** Rounded to a tenth of a second, a time just over the limit would read as the limit. */
const exactMs = (micros: number) => `${Math.floor(micros / 1000).toLocaleString('en-US')} ms`;

/** Which of payload bytes, header bytes and round trips the second load saves most of, as a share; null without both. */
export function mostSaved(
  each: HttpMeasures | null,
  kept: HttpMeasures | null,
): 'payload' | 'headers' | 'round-trips' | null {
  if (each?.totalMicros == null || kept?.totalMicros == null) return null;
  const both = ({ client, server }: HttpMeasures['headerBytes']) => client + server;
  const shares = [
    1 - both(kept.payloadBytes) / both(each.payloadBytes),
    1 - both(kept.headerBytes) / both(each.headerBytes),
    1 - kept.roundTrips / each.roundTrips,
  ];
  return (['payload', 'headers', 'round-trips'] as const)[shares.indexOf(Math.max(...shares))] ?? null;
}
