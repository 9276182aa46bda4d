import { describe, expect, it } from 'vitest';
import type { CodeEvent } from './code-event';
import { CodeIndex } from './code-index';
import { CodeLog } from './code-log';

const event = (id: number, change: Partial<CodeEvent> = {}): CodeEvent => ({
  ...{ id, at: id * 10, end: 'server', client: 0, run: 1, kind: 'emit', line: 2, text: 'tick' },
  packets: [{ sid: 's', sender: 'server', ordinal: id + 1 }],
  ...change,
});

/** An event that counts how often anything of it is read. */
function watched(id: number): { readonly event: CodeEvent; readonly reads: () => number } {
  let reads = 0;
  const counting = new Proxy(event(id), {
    get(target, name, receiver) {
      reads += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { event: counting, reads: () => reads };
}

describe('the index of what programs did', () => {
  it('goes over each event once, however many follow', () => {
    const index = new CodeIndex();
    const events = Array.from({ length: 5_000 }, (_, id) => watched(id));
    const totalReads = () => events.reduce((sum, { reads }) => sum + reads(), 0);
    for (const { event } of events.slice(0, 2)) index.add(event);
    const readsOfFirst = events[0]!.reads();
    for (const { event } of events.slice(2)) index.add(event);
    expect(events[0]!.reads()).toBe(readsOfFirst);
    expect(totalReads()).toBeLessThan(events.length * 20);
  });

  it('answers without going over the events again', () => {
    const index = new CodeIndex();
    const events = Array.from({ length: 5_000 }, (_, id) => watched(id));
    for (const { event } of events) index.add(event);
    const before = events.reduce((sum, { reads }) => sum + reads(), 0);
    const log = index.run(0, 1)!;
    expect(log.linked).toEqual([2]);
    expect(log.packetOf(2)?.ordinal).toBe(5_000);
    expect(log.problem).toBeNull();
    expect(index.linesOf({ sid: 's', sender: 'server', ordinal: 7 })).toHaveLength(1);
    expect(log.countUpTo(12_345)).toBe(1_235);
    // Only the search by time reads any: its halvings.
    expect(events.reduce((sum, { reads }) => sum + reads(), 0) - before).toBeLessThan(20);
  });

  it('keeps a run in order of time, though two clocks disagree', () => {
    const index = new CodeIndex();
    for (const [id, at] of [5, 20, 10, 30].entries()) index.add(event(id, { at }));
    expect(index.run(0, 1)!.events.map(({ at }) => at)).toEqual([5, 10, 20, 30]);
  });

  it('knows how a run began, ended and failed, and tells runs and programs apart', () => {
    const index = new CodeIndex();
    const kinds = ['started', 'uncaught', 'ended'] as const;
    for (const [id, kind] of kinds.entries()) index.add(event(id, { kind, packets: [] }));
    index.add(event(3, { kind: 'started', run: 2, packets: [] }));
    index.add(event(4, { end: 'client', client: 2 }));
    const [first, second] = [index.run(0, 1)!, index.run(0, 2)!];
    expect([first.started?.id, first.problem?.id, first.ended?.id]).toEqual([0, 1, 2]);
    expect([second.started?.id, second.problem, second.ended]).toEqual([3, null, null]);
    expect(index.newest(0)).toBe(second);
    expect(index.run(2, 1)!.events).toHaveLength(1);
    expect(index.run(1, 1)).toBeUndefined();
  });
});

describe('the log', () => {
  const bounds = { events: 100, letters: 1_000_000 };
  const fill = (log: CodeLog, count: number, change: Partial<CodeEvent> = {}) => {
    for (let n = 0; n < count; n++) {
      const { id, ...rest } = event(log.events.at(-1)?.id ?? -1, change);
      log.add(log.name({ ...rest, packets: [{ sid: 's', sender: 'server', ordinal: id + 2 }] }));
    }
  };

  it('lets the oldest events go, with what leads to them', () => {
    const log = new CodeLog(bounds);
    fill(log, 1_000);
    expect(log.events.length).toBeLessThanOrEqual(125);
    const run = log.programs.run(0, 1)!;
    expect(run.events.length).toBe(log.events.length);
    expect(run.gone + run.events.length).toBe(1_000);
    expect(log.programs.linesOf({ sid: 's', sender: 'server', ordinal: 1 })).toEqual([]);
    expect(log.programs.linesOf({ sid: 's', sender: 'server', ordinal: 1_000 })).toHaveLength(1);
    // The newest packet of a line still has its place.
    expect(run.packetOf(2)?.ordinal).toBe(1_000);
  });

  it('keeps the text of the newest run, and lets that of older ones go', () => {
    const log = new CodeLog(bounds);
    fill(log, 1, { kind: 'started', text: 'first();' });
    fill(log, 1, { kind: 'started', text: 'second();', run: 2 });
    fill(log, 1_000, { run: 2 });
    expect(log.programs.run(0, 2)!.started?.text).toBe('second();');
    expect(log.programs.run(0, 1)!.started).toBeNull();
    expect(log.events[0]!.kind).toBe('started');
  });

  it('is bounded by the length of its texts, too', () => {
    const log = new CodeLog({ events: 1_000, letters: 10_000 });
    fill(log, 200, { text: 'x'.repeat(500) });
    expect(log.events.length).toBeLessThanOrEqual(25);
    expect(log.takenBytes).toBeLessThan(25 * 700 + 1);
  });

  it('gives packets to an event that is there, and ignores those of one that has left', () => {
    const log = new CodeLog(bounds);
    fill(log, 130);
    const late = { sid: 'late', sender: 'client', ordinal: 1 } as const;
    expect(log.addPackets(0, [late])).toBe(false);
    expect(log.addPackets(110, [late])).toBe(true);
    expect(log.programs.linesOf(late).map(({ id }) => id)).toEqual([110]);
    expect(log.programs.linesOf({ sid: 's', sender: 'server', ordinal: 111 })).toHaveLength(1);
    expect(log.events.find(({ id }) => id === 110)!.packets).toHaveLength(2);
    expect(log.programs.run(0, 1)!.events.find(({ id }) => id === 110)!.packets).toHaveLength(2);
  });
});
