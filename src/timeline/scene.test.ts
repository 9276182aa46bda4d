import { describe, expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../capture/recording/recording';
import { encodeHandshake, encodeRequest, encodeResponse } from '../protocol/encode';
import { MAX_CAPSULES, REST_MS, sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const { client: ASKED, server: SWITCHED } = encodeHandshake();
const TEXT = frame('text', 'Hello');

const opened = () => new Recording().open(1_000).exchange(10_000, ASKED, SWITCHED, 2_000);

const story = () =>
  opened()
    .client(3_000_000, TEXT)
    .server(3_000_500, TEXT)
    .client(6_000_000, closeFrame(1000))
    .server(6_000_400, closeFrame(1000))
    .end(6_001_000, 'server', 'fin')
    .end(6_002_000, 'client', 'closed');

function at({ capture }: Recording, now: number) {
  const timetable = timetableOf(capture);
  return sceneAt(timetable, createWarp('real', timetable), now);
}

describe('sceneAt', () => {
  it('tells a switch to WebSocket from one to a protocol that is not decoded', () => {
    expect(at(story(), 12_000).cables[0]).toMatchObject({ phase: 'duplex', after: 'duplex' });
    const fields = ['Connection: Upgrade', 'Upgrade: h2c'];
    const asked = encodeRequest('GET /', fields);
    const switched = encodeResponse('101 Switching Protocols', null, fields);
    const h2c = new Recording().open(1_000).exchange(10_000, asked, switched, 2_000);
    expect(at(h2c, 12_000).cables[0]).toMatchObject({ phase: 'duplex', after: 'bytes' });
  });

  it('counts no request where HTTP/2 begins, by prior knowledge or after an upgrade', () => {
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const known = new Recording().open(1_000).client(10_000, preface).server(11_000, preface);
    expect(at(known, 20_000).cables[0]).toMatchObject({ phase: 'turns', requests: 0, turn: null });
    const fields = ['Connection: Upgrade', 'Upgrade: h2c'];
    const upgraded = new Recording()
      .open(1_000)
      .client(10_000, encodeRequest('GET /', fields))
      .server(12_000, encodeResponse('101 Switching Protocols', null, fields))
      .client(20_000, preface);
    expect(at(upgraded, 15_000).cables[0]).toMatchObject({ requests: 0, handshakes: 1 });
    expect(at(upgraded, 30_000).cables[0]).toMatchObject({ requests: 0, handshakes: 1, frames: 0 });
  });

  it.each([
    [999, undefined, 0, 0, 0],
    [1_000, 'opening', 0, 0, 0],
    [10_000, 'turns', 0, 0, ASKED.length],
    [12_000, 'duplex', 1, 0, ASKED.length],
    [3_000_000, 'duplex', 1, 1, ASKED.length + 11],
    [6_000_999, 'duplex', 1, 4, ASKED.length + 19],
    [6_001_500, 'duplex', 1, 4, ASKED.length + 19],
    [6_002_000, 'ended', 1, 4, ASKED.length + 19],
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
    const recording = new Recording().open(0).client(10, encodeRequest('GET /page'));
    if (isAnswered) recording.server(20, encodeResponse('200 OK', 'ok'));
    recording.end(2_000_000, 'server', 'timeout').end(2_000_100, 'server', 'closed');
    expect(at(recording, 2_000_100).cables[0]?.ending?.how).toBe(how);
  });

  it('knows a close frame that came after the other side had ended', () => {
    const recording = new Recording()
      .open(0)
      .exchange(10, ASKED, SWITCHED, 10)
      .server(30, closeFrame(1000))
      .end(40, 'server', 'fin')
      .client(50, closeFrame(1000))
      .end(60, 'server', 'closed');
    const { ending } = at(recording, 60).cables[0]!;
    expect([ending?.how, ending?.at, ending?.closing.length]).toEqual(['fin', 40, 2]);
  });

  it('lets what arrived rest for a short while, then forgets it', () => {
    const landed = timetableOf(story().capture).landAt[3]!;
    const kinds = (now: number) => at(story(), now).cables[0]!.capsules.map(({ unit }) => unit.kind);
    expect(kinds(3_000_600)).toEqual(['text', 'text']);
    expect(kinds(landed + REST_MS * 900)).toEqual(['text', 'text']);
    expect(kinds(landed + REST_MS * 1_001)).toEqual([]);
  });

  it('draws the newest capsules of a burst and counts the rest exactly', () => {
    const recording = opened();
    for (let i = 0; i < 1_000; i++) recording.server(7_000_000 + i * 1_000, TEXT);
    const { capsules, more } = at(recording, 8_000_000).cables[0]!;
    const drawn = capsules.filter(({ unit }) => unit.sender === 'server');
    expect(drawn.length).toBeGreaterThan(MAX_CAPSULES / 2);
    expect(drawn.length).toBeLessThanOrEqual(MAX_CAPSULES);
    expect(drawn.reduce((sum, { count }) => sum + count, 0) + more.server).toBe(1_000);
    expect(drawn.at(-1)!.unit).toBe(
      timetableOf(recording.capture).flights.at(-1 - drawn.at(-1)!.count + 1)!.unit,
    );
  });

  it('costs what is visible, not what has happened', () => {
    const recording = opened();
    for (let i = 0; i < 20_000; i++) recording[i % 2 ? 'client' : 'server'](20_000 + i * 1_000, TEXT);
    const timetable = timetableOf(recording.capture);
    const warp = createWarp('real', timetable);
    let reads = 0;
    const landOf = (flight: number) => {
      reads++;
      return warp.landOf(flight);
    };
    const counted = { ...warp, landOf };
    sceneAt(timetable, counted, 10_000_000);
    expect(reads).toBeLessThan(1_500);
  });

  it('costs about the same of 200 connections with 20 000 units as of the same with 2 000', () => {
    const readsOf = (units: number) => {
      const recording = new Recording();
      for (let id = 1; id <= 200; id++) recording.open(id, id).handshake(id);
      for (let i = 0; i < units; i++) recording.on((i % 200) + 1).client(10_000 + i * 1_000, TEXT);
      const { capture } = recording;
      const timetable = timetableOf(capture);
      const warp = createWarp('real', timetable);
      let reads = 0;
      const landOf = (flight: number) => {
        reads++;
        return warp.landOf(flight);
      };
      sceneAt(timetable, { ...warp, landOf }, capture.lastAt);
      return reads;
    };
    expect(readsOf(20_000)).toBeLessThan(readsOf(2_000) * 2);
  });
});
