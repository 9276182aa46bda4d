import { describe, expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import { CAPSULES, REST_MS, sceneAt } from './scene';
import { trackOf } from './track';
import { createWarp } from './warp';

function story(): FakeCapture {
  return new FakeCapture()
    .connect(1, 1_000)
    .unit({ kind: 'request', sender: 'client', at: 10_000, bytes: 500 })
    .unit({ kind: 'response', sender: 'server', at: 12_000, bytes: 129, switches: true })
    .unit({ kind: 'text', sender: 'client', at: 3_000_000, bytes: 11 })
    .unit({ kind: 'text', sender: 'server', at: 3_000_500, bytes: 7 })
    .unit({ kind: 'close', sender: 'client', at: 6_000_000, bytes: 8 })
    .unit({ kind: 'close', sender: 'server', at: 6_000_400, bytes: 4 })
    .end(1, 6_001_000, 'fin', 'server')
    .end(1, 6_002_000, 'closed', 'client');
}

function at(capture: FakeCapture, now: number) {
  const track = trackOf(capture);
  return sceneAt(track, createWarp('real', track), now);
}

describe('sceneAt', () => {
  it.each([
    [999, undefined, 0, 0, 0],
    [1_000, 'opening', 0, 0, 0],
    [10_000, 'turns', 0, 0, 500],
    [12_000, 'duplex', 1, 0, 500],
    [3_000_000, 'duplex', 1, 1, 511],
    [6_000_999, 'duplex', 1, 4, 519],
    [6_001_500, 'duplex', 1, 4, 519],
    [6_002_000, 'ended', 1, 4, 519],
  ])(
    'at %d µs: %s, %d handshakes, %d frames, %d bytes from the client',
    (now, phase, handshakes, frames, bytes) => {
      const [cable] = at(story(), now).cables;
      expect(cable?.phase).toBe(phase);
      if (!cable) return;
      expect([cable.handshakes, cable.frames, cable.bytes.client, cable.requests]).toEqual([
        handshakes,
        frames,
        bytes,
        phase === 'turns' ? 1 : 0,
      ]);
    },
  );

  it('says how a connection ended, and that both had said goodbye', () => {
    const { ending } = at(story(), 6_002_000).cables[0]!;
    expect(ending).toMatchObject({ how: 'fin', by: 'server' });
    expect(ending!.closing.map(({ sender }) => sender)).toEqual(['client', 'server']);
  });

  it.each([
    ['idle', true],
    ['timeout', false],
  ])('says that HTTP ended after silence: %s when it was answered: %s', (how, isAnswered) => {
    const capture = new FakeCapture()
      .connect(1, 0)
      .unit({ kind: 'request', sender: 'client', at: 10, bytes: 500 });
    if (isAnswered) capture.unit({ kind: 'response', sender: 'server', at: 20, bytes: 129 });
    capture.end(1, 2_000_000, 'timeout', 'server').end(1, 2_000_100, 'closed', 'server');
    expect(at(capture, 2_000_100).cables[0]?.ending?.how).toBe(how);
  });

  it('knows a close frame that came after the other side had ended', () => {
    const capture = new FakeCapture()
      .connect(1, 0)
      .unit({ kind: 'request', sender: 'client', at: 10, bytes: 500 })
      .unit({ kind: 'response', sender: 'server', at: 20, bytes: 129, switches: true })
      .unit({ kind: 'close', sender: 'server', at: 30, bytes: 4 })
      .end(1, 40, 'fin', 'server')
      .unit({ kind: 'close', sender: 'client', at: 50, bytes: 8 })
      .end(1, 60, 'closed', 'server');
    const { ending } = at(capture, 60).cables[0]!;
    expect([ending?.how, ending?.at, ending?.closing.length]).toEqual(['fin', 40, 2]);
  });

  it('lets what arrived rest for a short while, then forgets it', () => {
    const landed = trackOf(story()).landAt[3]!;
    const kinds = (now: number) => at(story(), now).cables[0]!.capsules.map(({ unit }) => unit.kind);
    expect(kinds(3_000_600)).toEqual(['text', 'text']);
    expect(kinds(landed + REST_MS * 900)).toEqual(['text', 'text']);
    expect(kinds(landed + REST_MS * 1_001)).toEqual([]);
  });

  it('draws the newest capsules of a burst and counts the rest exactly', () => {
    const capture = story();
    for (let i = 0; i < 1_000; i++)
      capture.unit({ kind: 'text', sender: 'server', at: 7_000_000 + i * 1_000 });
    const { capsules, more } = at(capture, 8_000_000).cables[0]!;
    const drawn = capsules.filter(({ unit }) => unit.sender === 'server');
    expect(drawn.length).toBeGreaterThan(CAPSULES / 2);
    expect(drawn.length).toBeLessThanOrEqual(CAPSULES);
    expect(drawn.reduce((sum, { count }) => sum + count, 0) + more.server).toBe(1_000);
    expect(drawn.at(-1)!.unit).toBe(trackOf(capture).flights.at(-1 - drawn.at(-1)!.count + 1)!.unit);
  });

  it('costs what is visible, not what has happened', () => {
    const capture = new FakeCapture().connect(1, 0);
    for (let i = 0; i < 20_000; i++) {
      capture.unit({ kind: 'text', sender: i % 2 ? 'client' : 'server', at: i * 1_000 });
    }
    const track = trackOf(capture);
    const warp = createWarp('real', track);
    let reads = 0;
    const landOf = (flight: number) => {
      reads++;
      return warp.landOf(flight);
    };
    const counted = { ...warp, landOf };
    sceneAt(track, counted, 10_000_000);
    expect(reads).toBeLessThan(1_500);
  });

  it('costs about the same of 200 connections with 20 000 units as of the same with 2 000', () => {
    const readsOf = (units: number) => {
      const capture = new FakeCapture();
      for (let id = 1; id <= 200; id++) capture.connect(id, id);
      for (let i = 0; i < units; i++)
        capture.unit({ connection: (i % 200) + 1, kind: 'text', sender: 'client', at: i * 1_000 });
      const track = trackOf(capture);
      const warp = createWarp('real', track);
      let reads = 0;
      const landOf = (flight: number) => {
        reads++;
        return warp.landOf(flight);
      };
      sceneAt(track, { ...warp, landOf }, capture.lastAt);
      return reads;
    };
    expect(readsOf(20_000)).toBeLessThan(readsOf(2_000) * 2);
  });
});
