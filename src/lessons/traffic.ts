import { callNumberIn } from '../capture/call-number';
import type { Call, Capture, CapturedConnection, CodeEvent } from '../capture/capture';
import { type HttpHead, headerOf } from '../protocol/http-head';
import type { Field, Peer, Unit } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';

/** What some calls of this page caused on the wire, and nothing else. */
export interface Traffic {
  readonly capture: Capture;
  /** In the order in which they began. */
  readonly units: readonly Unit[];
  /** What the page's code did and saw of it. */
  readonly calls: readonly Call[];
  /** What programs at both ends did. */
  readonly code: readonly CodeEvent[];
}

/** A run of a program, numbered by the lab for each end. */
export interface ProgramRun {
  readonly end: Peer;
  readonly run: number;
}

/** A request and, once it has begun, its response. */
export interface Exchange {
  readonly request: Unit;
  readonly response: Unit | null;
  /** Null until the whole head has come. */
  readonly asked: HttpHead | null;
  readonly answered: HttpHead | null;
  readonly connection: CapturedConnection;
}

/** The traffic that these openers caused, and the code of these runs. */
export function trafficOf(
  capture: Capture,
  openers: ReadonlySet<number>,
  runs: readonly ProgramRun[] = [],
): Traffic {
  const code = codeOf(capture, runs);
  if (openers.size === 0) return { capture, units: [], calls: [], code };
  const units = capture.decoder.units.filter((unit) => {
    const opener = openerOf(capture, unit);
    return opener !== null && openers.has(opener);
  });
  return { capture, units, calls: capture.calls.filter(({ opener }) => openers.has(opener)), code };
}

/** All that is in a capture, whoever caused it. */
export const allTraffic = (capture: Capture): Traffic => ({
  capture,
  units: capture.decoder.units,
  calls: capture.calls,
  code: capture.code,
});

/** The run of the server that its first client met counts as theirs from that client's start; later runs are others'. */
function codeOf({ code }: Capture, runs: readonly ProgramRun[]): readonly CodeEvent[] {
  if (runs.length === 0) return [];
  const isOwn = ({ end, run }: CodeEvent) =>
    runs.some((program) => program.end === end && program.run === run);
  const ownEvents = code.filter(isOwn);
  const begun = Math.min(...ownEvents.filter(({ end }) => end === 'client').map(({ at }) => at));
  const met = code.findLast(({ end, at }) => end === 'server' && at <= begun)?.run;
  return code
    .filter((event) => isOwn(event) || (event.end === 'server' && event.run === met && event.at >= begun))
    .sort((a, b) => a.at - b.at);
}

/**
 * The call that caused a unit; null when no call of this page did. A browser may reuse a connection, so a
 * request's own number takes precedence over the connection's.
 */
export function openerOf(capture: Capture, unit: Unit): number | null {
  const connection = capture.connection(unit.connection);
  if (!connection) return null;
  let carrier = unit;
  while (carrier.inside) carrier = carrier.inside;
  if (carrier.layer !== 'http' || connection.via === 'raw') return connection.openedBy;
  const request = carrier.kind === 'request' ? carrier : capture.decoder.partnerOf(carrier);
  const target = request ? capture.decoder.headOf(request)?.target : undefined;
  return callNumberIn(target ?? '');
}

/** The requests of this traffic, each with its response. */
export function exchangesOf({ capture, units }: Traffic): readonly Exchange[] {
  const { decoder } = capture;
  return units
    .filter((unit) => unit.layer === 'http' && unit.kind === 'request')
    .map((request) => {
      const response = decoder.partnerOf(request);
      return {
        request,
        response,
        asked: decoder.headOf(request),
        answered: response ? decoder.headOf(response) : null,
        connection: capture.connection(request.connection)!,
      };
    });
}

/** The status code of the newest answered request; null while there is none. */
export function statusOf(traffic: Traffic): number | null {
  return answeredOf(traffic)?.answered.status ?? null;
}

/** An exchange whose response head is there. */
export type Answered = Exchange & {
  readonly asked: HttpHead;
  readonly answered: HttpHead;
  readonly response: Unit;
};

/** The newest request that has been answered. */
export function answeredOf(traffic: Traffic): Answered | null {
  return exchangesOf(traffic).findLast(isAnswered) ?? null;
}

/** The newest request that was answered with 101. */
export function switchedOf(traffic: Traffic): Answered | null {
  return (
    exchangesOf(traffic).findLast(
      (exchange): exchange is Answered => isAnswered(exchange) && exchange.answered.status === 101,
    ) ?? null
  );
}

/** Whether the whole response head is there. */
export function isAnswered(exchange: Exchange): exchange is Answered {
  return exchange.asked !== null && exchange.answered !== null && exchange.response !== null;
}

/** A field by its name, whatever its case. */
export function fieldOf(capture: Capture, unit: Unit, name: string): Field | undefined {
  return capture.decoder.fieldsOf(unit).find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** That field as a selection; the whole unit when it has no such field. */
export function pointAt(capture: Capture, unit: Unit, name?: string): Selection {
  const field = name === undefined ? undefined : fieldOf(capture, unit, name);
  return { unit, range: field ? { start: field.start, end: field.end } : null };
}

/** The value of a header field, or null. */
export const header = (head: HttpHead, name: string): string | null => headerOf(head, name);
