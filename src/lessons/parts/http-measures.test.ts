import { describe, expect, it } from 'vitest';
import { addedDelayOf, isNonPersistent, measureHttp, objectsOf } from './http-measures';
import { timingOf } from './resource-timing';
import { recorded } from './testing/recorded';

/** Fetched one after another, each on a connection of its own. */
const each = (requests: number) =>
  recorded(
    Array.from({ length: requests }, (_, n) => ({
      connection: n + 1,
      path: n === 0 ? 'page' : `object/${n}`,
      askedMs: n * 200,
      answeredMs: n * 200 + 150,
      says: ['Connection: close'],
    })),
  );

describe('what HTTP traffic cost', () => {
  it('is two round trips for each request that has a connection of its own', () => {
    const measures = measureHttp(each(5));
    expect(measures).toMatchObject({ requests: 5, answered: 5, connections: 5, opened: 5, roundTrips: 10 });
    expect(measures.ports).toEqual([50_001, 50_002, 50_003, 50_004, 50_005]);
    expect(measures.totalMicros).toBe(950_000);
    expect(measures.busyMicros).toBe(750_000);
    expect(isNonPersistent(each(5))).toBe(true);
  });

  it('is one round trip less for each request on an open connection', () => {
    const traffic = recorded(
      [0, 1, 2].map((n) => ({
        connection: 1,
        path: `object/${n}`,
        askedMs: n * 100,
        answeredMs: n * 100 + 90,
      })),
    );
    expect(measureHttp(traffic)).toMatchObject({ connections: 1, opened: 1, roundTrips: 4 });
    expect(isNonPersistent(traffic)).toBe(false);
  });

  it('does not count a connection that was there before as opened', () => {
    const exchange = { connection: 1, path: 'page', askedMs: 500, answeredMs: 590, openedMs: 100 };
    expect(measureHttp(recorded([exchange]))).toMatchObject({ connections: 1, opened: 0, roundTrips: 1 });
    const afterOthers = { ...exchange, openedMs: 499.9, othersBytes: 120, calledMs: 500 };
    expect(measureHttp(recorded([afterOthers]))).toMatchObject({ opened: 0, roundTrips: 1 });
  });

  it('does not count opening a connection that the lab has not charged for', () => {
    const exchange = { connection: 1, path: 'page', askedMs: 500, answeredMs: 700, delayMs: 50 };
    expect(measureHttp(recorded([exchange]))).toMatchObject({ opened: 1, roundTrips: 2 });
    expect(measureHttp(recorded([{ ...exchange, heldMs: 50 }]))).toMatchObject({ opened: 0, roundTrips: 1 });
  });

  it('goes by what was charged, whatever the clocks say, also when the lab tells of its delay after the request', () => {
    // By the page's clock, the connection was there 30 ms before the code asked.
    const exchange = {
      connection: 1,
      path: 'page',
      askedMs: 500,
      calledMs: 530,
      answeredMs: 700,
      delayMs: 50,
    };
    const told = { ...exchange, delayToldMs: 500.3 };
    // The browser asked 80 ms after it had opened the connection.
    expect(measureHttp(recorded([{ ...told, heldMs: 70 }]))).toMatchObject({ opened: 1, roundTrips: 2 });
    expect(measureHttp(recorded([told]))).toMatchObject({ opened: 1, roundTrips: 2 });
    expect(measureHttp(recorded([{ ...told, heldMs: 50 }]))).toMatchObject({ opened: 0, roundTrips: 1 });
  });

  it('is two round trips for all pipelined requests, and for all parallel ones', () => {
    const pipelined = [1, 2, 3].map((n) => ({
      connection: 1,
      path: `object/${n}`,
      askedMs: 10,
      answeredMs: 100 + n,
    }));
    expect(measureHttp(recorded(pipelined)).roundTrips).toBe(2);
    const parallel = [1, 2, 3].map((n) => ({
      connection: n,
      path: `object/${n}`,
      askedMs: 10,
      answeredMs: 100 + n,
    }));
    expect(measureHttp(recorded(parallel))).toMatchObject({
      connections: 3,
      roundTrips: 2,
      busyMicros: 93_000,
    });
  });

  it('counts no wait for a response that merely ended before, when all were asked for at once', () => {
    const near = [1, 2, 3, 4].map((n) => ({
      connection: n,
      path: `object/${n}`,
      calledMs: 10,
      askedMs: 10 + n,
      answeredMs: 10.5 + n,
      fetchedMs: 30,
    }));
    expect(measureHttp(recorded(near))).toMatchObject({ connections: 4, roundTrips: 2 });
  });

  it('counts a wait for the response before on the same connection', () => {
    const queued = [1, 2].map((n) => ({
      connection: 1,
      path: `object/${n}`,
      calledMs: 10,
      askedMs: 10 * n,
      answeredMs: 10 * n + 5,
      fetchedMs: 90,
    }));
    expect(measureHttp(recorded(queued))).toMatchObject({ connections: 1, roundTrips: 3 });
  });

  it('tells header from payload, each way, to the last byte', () => {
    const traffic = each(2);
    const { headerBytes, payloadBytes } = measureHttp(traffic);
    const wire = { client: 0, server: 0 };
    for (const { layer, sender, start, end } of traffic.units)
      if (layer === 'http') wire[sender] += end - start;
    expect(payloadBytes).toEqual({ client: 0, server: 20 });
    expect(headerBytes.client).toBe(wire.client);
    expect(headerBytes.server).toBe(wire.server - 20);
  });

  it('has no total while an answer is missing', () => {
    const traffic = recorded([{ connection: 1, path: 'object/1', askedMs: 0, answeredMs: null }]);
    expect(measureHttp(traffic)).toMatchObject({ requests: 1, answered: 0, totalMicros: null });
    expect(objectsOf(traffic)).toEqual([]);
    expect(measureHttp(recorded([])).totalMicros).toBeNull();
  });

  it('knows the delay that was set while it happened', () => {
    const exchange = { connection: 1, path: 'object/1', askedMs: 10, answeredMs: 300, delayMs: 100 };
    expect(addedDelayOf(recorded([exchange]))).toBe(100_000);
    expect(addedDelayOf(recorded([exchange, { ...exchange, connection: 2, delayMs: 0 }]))).toBe(0);
  });
});

describe('the browser’s own times', () => {
  const entry = (name: string, connect: number) => ({
    name,
    connectStart: 5,
    connectEnd: 5 + connect,
    requestStart: 10,
    responseStart: 32,
  });

  it('are found by the whole number of the call', () => {
    const entries = [entry('http://x/page?call=1', 3), entry('http://x/page?a=b&call=12', 0)];
    expect(timingOf(1, entries)).toEqual({ connectMs: 3, waitMs: 22 });
    expect(timingOf(12, entries)).toEqual({ connectMs: 0, waitMs: 22 });
    expect(timingOf(2, entries)).toBeNull();
  });
});
