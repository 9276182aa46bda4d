import { describe, expect, it } from 'vitest';
import { recorded } from '../parts/testing/recorded';
import { verdictOfCost } from './cost-step';
import { missingSixPorts } from './goals';

const objects = (connections: readonly number[], path = (n: number) => `object/${n}`) =>
  recorded(
    connections.map((connection, n) => ({
      connection,
      path: path(n + 1),
      askedMs: n * 200,
      answeredMs: n * 200 + 190,
    })),
  );

describe('the goal of six ports', () => {
  it('is met by six objects, each from a port of its own', () => {
    expect(missingSixPorts(objects([1, 2, 3, 4, 5, 6]))).toBeNull();
    expect(missingSixPorts(objects([1, 2, 3, 4, 5, 6, 6]))).toBeNull();
  });

  it('is not met when a port is used again, or something else is fetched', () => {
    expect(missingSixPorts(objects([1, 1, 1, 1, 1, 1]))).toBe(
      '6 objects came over port 50001 alone. The goal is six different ports.',
    );
    expect(missingSixPorts(objects([1, 2, 3, 4, 5, 5]))).toMatch(
      /^6 objects came over five ports: .* The goal is six different/,
    );
    expect(missingSixPorts(objects([1, 2, 3, 4, 5]))).toMatch(
      /^5 objects came over five ports: .* The goal is six objects/,
    );
    expect(missingSixPorts(objects([1, 2, 3, 4, 5, 6], () => 'echo'))).toBe(
      'No object has been fetched yet.',
    );
  });
});

describe('the wire’s answer to “how long do the round trips alone take?”', () => {
  const load = (delayMs: number, gapMs: number) =>
    recorded(
      Array.from({ length: 5 }, (_, n) => ({
        connection: n + 1,
        path: n === 0 ? 'page' : `object/${n}`,
        askedMs: n * gapMs,
        answeredMs: n * gapMs + gapMs,
        delayMs,
      })),
    );

  it('is ten round trips, however slow the machine is', () => {
    expect(verdictOfCost(load(50, 205))).toBe('ms-1000');
    expect(verdictOfCost(load(50, 500))).toBe('ms-1000');
  });

  it('is none of the options when the lab has added no delay', () => {
    expect(verdictOfCost(load(0, 3))).toBeNull();
  });
});
