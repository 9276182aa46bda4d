import type { CapturedConnection } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import type { Peer, Unit } from '../../protocol/unit';
import { type Exchange, exchangesOf, header, openerOf, type Traffic } from '../traffic';

/** What some HTTP traffic cost, measured on the capture alone. */
export interface HttpMeasures {
  readonly requests: number;
  /** Requests with a complete response. */
  readonly answered: number;
  /** Connections that carried these requests. */
  readonly connections: number;
  /** Those of them that were opened for it; the others were open already and reused. */
  readonly opened: number;
  /** Client ports, one per connection, by first request. */
  readonly ports: readonly number[];
  /**
   * The longest chain of waits, one after the other: one for each connection that had to be opened first, one for each
   * request that could leave only after an earlier response.
   */
  readonly roundTrips: number;
  /** All but the payload: start lines, header fields, empty lines, chunk sizes. */
  readonly headerBytes: Readonly<Record<Peer, number>>;
  readonly payloadBytes: Readonly<Record<Peer, number>>;
  /** From the first byte of the first request to the last byte of the last response; null while one is missing. */
  readonly totalMicros: number | null;
  /** How much of that time some request was under way; the rest lies between requests. */
  readonly busyMicros: number;
}

/** How far the page's clock may be off before a connection counts as older than the call that used it. */
const CLOCK_SLACK_MICROS = 10_000;

const NOTHING = { delayMs: 0 };

/** Measures all exchanges of this traffic. */
export function measureHttp(traffic: Traffic): HttpMeasures {
  const exchanges = exchangesOf(traffic).toSorted((a, b) => a.request.at - b.request.at);
  const done = exchanges.filter(isDone);
  const connections = [...new Map(exchanges.map((exchange) => [exchange.connection.id, exchange])).keys()];
  const firsts = connections.map((id) => exchanges.find(({ connection }) => connection.id === id)!);
  const units = exchanges.flatMap(({ request, response }) => (response ? [request, response] : [request]));
  const sum = (sender: Peer, of: (unit: Unit) => number) =>
    units.filter((unit) => unit.sender === sender).reduce((total, unit) => total + of(unit), 0);
  const payload = (unit: Unit) => traffic.capture.decoder.contentOf(unit).length;
  const overhead = (unit: Unit) => unit.end - unit.start - payload(unit);
  const isWhole = exchanges.length > 0 && done.length === exchanges.length;
  return {
    requests: exchanges.length,
    answered: done.length,
    connections: connections.length,
    opened: firsts.filter((first) => isOpenedFor(traffic, first)).length,
    ports: firsts.map(({ connection }) => connection.client.port),
    roundTrips: roundTripsOf(traffic, exchanges),
    headerBytes: { client: sum('client', overhead), server: sum('server', overhead) },
    payloadBytes: { client: sum('client', payload), server: sum('server', payload) },
    totalMicros: isWhole
      ? Math.max(...done.map(({ response }) => response.until)) - exchanges[0]!.request.at
      : null,
    busyMicros: busyOf(done),
  };
}

/** The time that at least one of these exchanges, which come in the order of their requests, was under way. */
function busyOf(done: readonly (Exchange & { readonly response: Unit })[]): number {
  let busy = 0;
  let reached = 0;
  for (const { request, response } of done) {
    busy += Math.max(0, response.until - Math.max(request.at, reached));
    reached = Math.max(reached, response.until);
  }
  return busy;
}

/** The delay that the lab added to each way while these requests were made, as the server reported it: the least, in microseconds. */
export function addedDelayOf(traffic: Traffic): number {
  const delays = exchangesOf(traffic).map(({ request, response, connection }) => {
    const until = response?.at ?? request.until;
    return connection.impairments.findLast(({ at }) => at <= until)?.impairment.delayMs ?? 0;
  });
  return delays.length === 0 ? 0 : Math.min(...delays) * 1000;
}

/** Whether each request had a connection of its own, which the server ended after its response. */
export function isNonPersistent(traffic: Traffic): boolean {
  const exchanges = exchangesOf(traffic);
  const ids = new Set(exchanges.map(({ connection }) => connection.id));
  return (
    exchanges.length > 0 &&
    ids.size === exchanges.length &&
    exchanges.every(({ answered }) => answered && /\bclose\b/i.test(header(answered, 'Connection') ?? ''))
  );
}

/** The exchanges for the objects of a page, answered in full. */
export function objectsOf(traffic: Traffic): readonly Exchange[] {
  return exchangesOf(traffic).filter(
    (exchange) =>
      isDone(exchange) &&
      /\/object\/\d+(\?|$)/.test(exchange.asked?.target ?? '') &&
      exchange.answered?.status === 200,
  );
}

function isDone(exchange: Exchange): exchange is Exchange & { readonly response: Unit } {
  return exchange.response !== null && !exchange.response.partial && exchange.answered !== null;
}

/** Whether this exchange opened its connection: a browser may have had it from before. */
function isOpenedFor({ calls }: Traffic, { request, connection }: Exchange): boolean {
  if (connection.via === 'raw') return request.start === 0;
  const opener = calls.find((call) => call.id === call.opener);
  if (request.start > 0 || !opener) return false;
  // Where the lab charges for opening a connection, the charge is the best evidence: what a slow browser lets pass between
  // opening and asking is taken off it. Of the delay of a new connection the lab tells a moment later.
  const { delayMs } = delayAt(connection, request) ?? NOTHING;
  const heldMicros = heldMicrosOf(connection, 'client', request.start);
  if (delayMs > 0 && heldMicros > 0) return heldMicros > delayMs * 1000;
  const slack = connection.withheldBytes.client > 0 ? 0 : CLOCK_SLACK_MICROS;
  return connection.openedAt >= opener.at - slack;
}

function delayAt({ impairments }: CapturedConnection, { until }: Unit) {
  return (impairments.findLast(({ at }) => at <= until) ?? impairments[0])?.impairment;
}

/**
 * A request waits for a response that the page's code had when it asked, and for the one before it on its connection. That
 * another response had ended by then proves nothing: from nearby that is chance.
 */
function roundTripsOf(traffic: Traffic, exchanges: readonly Exchange[]): number {
  const ready = new Map<number, number>();
  const ended: Ended[] = [];
  let longest = 0;
  for (const exchange of exchanges) {
    const { request, response, connection } = exchange;
    const { calledAt, fetchedAt } = callsOf(traffic, exchange);
    const waitedFor = ended.filter(
      (earlier) =>
        earlier.fetchedAt <= calledAt || (earlier.connection === connection.id && earlier.at <= request.at),
    );
    const before = Math.max(0, ...waitedFor.map(({ depth }) => depth));
    const earlier = ready.get(connection.id);
    const start = earlier ?? before + (isOpenedFor(traffic, exchange) ? 1 : 0);
    ready.set(connection.id, start);
    const depth = Math.max(before, start) + 1;
    longest = Math.max(longest, depth);
    if (response && !response.partial) {
      ended.push({ connection: connection.id, at: response.until, fetchedAt, depth });
    }
  }
  return longest;
}

/** A complete response: when its last byte was written, when the page's code had it, and the waits until then. */
interface Ended {
  readonly connection: number;
  readonly at: number;
  readonly fetchedAt: number;
  readonly depth: number;
}

/** When the page's code asked, and when it had the response; never for a raw client's, all of whose requests are one call. */
function callsOf({ capture, calls }: Traffic, { request }: Exchange) {
  const opener = openerOf(capture, request);
  const own = calls.filter((call) => call.opener === opener);
  return {
    calledAt: own.find(({ kind }) => kind === 'fetch')?.at ?? Number.NEGATIVE_INFINITY,
    fetchedAt: own.find(({ kind }) => kind === 'fetched')?.at ?? Number.POSITIVE_INFINITY,
  };
}
