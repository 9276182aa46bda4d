import { describe, expect, it } from 'vitest';
import type { CodeEvent } from '../capture/capture';
import { createCapture } from '../capture/create-capture';
import { consoleLines, countLines, MAX_LINES } from './console-lines';

function capturing() {
  const capture = createCapture();
  const add = (at: number, change: Partial<CodeEvent> = {}) =>
    capture.addCode({
      ...{ at, end: 'server', client: 0, run: 1, kind: 'log', line: 1, text: `${at}`, packets: [] },
      ...change,
    });
  return { capture, add };
}

const ALL = Number.POSITIVE_INFINITY;

describe('the lines of a console', () => {
  it('go on from run to run, with a divider where each begins', () => {
    const { capture, add } = capturing();
    add(1, { kind: 'started' });
    add(2);
    add(3, { kind: 'started', run: 2 });
    add(4, { run: 2 });
    const { lines, gone } = consoleLines(capture, 0, [1, 2], ALL);
    expect(lines.map(({ event, begins }) => [event.at, begins])).toEqual([
      [1, 1],
      [2, null],
      [3, 2],
      [4, null],
    ]);
    expect(gone).toBe(0);
  });

  it('are of one program and of one desk’s runs, which are counted from 1', () => {
    const { capture, add } = capturing();
    for (const run of [1, 2, 3]) add(run * 10, { kind: 'started', run });
    add(35, { end: 'client', client: 1, run: 3 });
    const { lines } = consoleLines(capture, 0, [1, 3], ALL);
    expect(lines.map(({ event, begins }) => [event.at, begins])).toEqual([
      [10, 1],
      [30, 2],
    ]);
    expect(consoleLines(capture, 2, [1], ALL).lines).toEqual([]);
  });

  it('end at the playhead', () => {
    const { capture, add } = capturing();
    for (const at of [10, 20, 30]) add(at);
    expect(consoleLines(capture, 0, [1], 20).lines.map(({ event }) => event.at)).toEqual([10, 20]);
    expect(countLines(capture, 0, [1], 20)).toEqual([2, 0]);
  });

  it('are the newest thousand, over all runs; the others are counted', () => {
    const { capture, add } = capturing();
    for (let at = 1; at <= 700; at++) add(at);
    for (let at = 701; at <= 1_400; at++) add(at, { run: 2 });
    const { lines, gone } = consoleLines(capture, 0, [1, 2], ALL);
    expect([lines.length, lines[0]!.event.at, lines.at(-1)!.event.at]).toEqual([MAX_LINES, 401, 1_400]);
    expect(gone).toBe(400);
  });

  it('count what the capture has let go', () => {
    const { capture, add } = capturing();
    for (let at = 1; at <= 30_000; at++) add(at);
    const { lines, gone } = consoleLines(capture, 0, [1], ALL);
    expect(capture.code.length).toBeLessThanOrEqual(25_000);
    expect([lines.length, gone]).toEqual([MAX_LINES, 29_000]);
    expect(countLines(capture, 0, [1], ALL)).toEqual([30_000, 0]);
  });

  it('change when a packet comes late', () => {
    const { capture, add } = capturing();
    const { id } = add(1, { kind: 'emit' });
    capture.addPackets(id, [{ sid: 's', sender: 'client', ordinal: 1 }]);
    expect(countLines(capture, 0, [1], ALL)).toEqual([1, 1]);
    expect(consoleLines(capture, 0, [1], ALL).lines[0]!.event.packets).toHaveLength(1);
  });
});
