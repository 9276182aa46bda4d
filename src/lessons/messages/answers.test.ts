import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { close, FrameScene, frame } from '../frame-builder/frame-scene';
import type { FrameSpec } from '../frame-builder/frame-spec';
import {
  carriedMessages,
  endsInHalf,
  eventsOfFragments,
  fragmentedMessage,
  interruptedMessage,
  isWithoutDeflate,
  missingPing,
  missingQuarter,
  pongFirst,
  secondTime,
  wellCompressed,
} from './answers';
import lesson from './lesson';
import { methodsOf } from './ping-step';

const FIRST = frame({ fin: false, text: 'a' });
const MORE = frame({ fin: false, opcode: 0, text: 'b' });
const LAST = frame({ opcode: 0, text: 'c' });
const PING = frame({ opcode: 9, text: '' });
const PONG = frame({ opcode: 10, text: '' });

/** A compressed text frame of a client that has sent `past` before. */
function deflated(text: string, past = ''): FrameSpec {
  const dictionary = past === '' ? {} : { dictionary: Buffer.from(past) };
  const all = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary });
  return { ...frame({ rsv1: true }), payload: Uint8Array.from(all.subarray(0, -4)) };
}

it('the lesson is valid', () => {
  expect(lesson.steps).toHaveLength(5);
});

it.each([
  ['caf\u00e9', 0, false],
  ['caf\u00e9', 1, true],
  ['\u{1f600}', 2, true],
  ['abc', 1, false],
])('%s without its last %i bytes ends in half a character: %s', (text, cut, expected) => {
  const all = new TextEncoder().encode(text);
  expect(endsInHalf(all.subarray(0, all.length - cut))).toBe(expected);
});

it('bytes that are no UTF-8 at all do not end in half a character', () => {
  expect(endsInHalf(Uint8Array.of(0xff, 0x61))).toBe(false);
});

describe('a message of the server in three frames', () => {
  it.each([
    [1, 'one'],
    [3, 'three'],
    [4, 'four'],
    [2, null],
  ])('with %i events gives the answer %j', (events, answer) => {
    const scene = new FrameScene();
    const connection = scene.open('direct');
    scene.server(connection, frame(), FIRST, PING, MORE);
    expect(fragmentedMessage(scene.traffic)).toBeNull();
    scene.server(connection, LAST);
    for (let n = 0; n < events; n++) scene.event(connection);
    expect(eventsOfFragments(scene.traffic)).toBe(answer);
    expect(fragmentedMessage(scene.traffic)?.frames.map(({ unit }) => unit.kind)).toEqual([
      'text',
      'ping',
      'continuation',
      'continuation',
    ]);
  });
});

describe('a ping between two fragments, by hand', () => {
  it('is met once the message has come back', () => {
    const scene = new FrameScene();
    const connection = scene.open();
    expect(missingPing(scene.traffic)).toMatch(/No whole frame/);
    scene.client(connection, FIRST, PING);
    expect(interruptedMessage(scene.traffic)).toBeNull();
    scene.client(connection, LAST);
    expect(missingPing(scene.traffic)).toMatch(/to come back/);
    scene.server(connection, PONG, frame({ text: 'ac' }));
    expect(missingPing(scene.traffic)).toBeNull();
    expect(pongFirst(scene.traffic)).toBe('before');
    expect(interruptedMessage(scene.traffic)?.sent).toHaveLength(3);
  });

  it('has its pong after the message if the server sent it so, and never if it closed', () => {
    const late = new FrameScene();
    const connection = late.open();
    late.client(connection, FIRST, PING, LAST);
    late.server(connection, frame({ text: 'ac' }));
    expect(pongFirst(late.traffic)).toBeNull();
    late.server(connection, PONG);
    expect(pongFirst(late.traffic)).toBe('after');
    const refusing = new FrameScene();
    const refused = refusing.open();
    refusing.client(refused, FIRST, PING, LAST);
    refusing.server(refused, close(1002));
    expect(pongFirst(refusing.traffic)).toBe('never');
  });

  it.each([
    ['one frame and a ping', [frame(), PING], /in one frame, so nothing can come between/],
    ['fragments alone', [FIRST, MORE, LAST], /but no ping/],
    ['a ping after the last fragment', [FIRST, LAST, PING], /not between two fragments/],
    ['a ping before the first', [PING, FIRST, LAST], /not between two fragments/],
  ])('is not met by %s', (_, frames, missing) => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, ...frames);
    scene.server(connection, frame({ text: 'ac' }));
    expect(missingPing(scene.traffic)).toMatch(missing);
  });

  it('is not met by fragments on two connections', () => {
    const scene = new FrameScene();
    scene.client(scene.open(), FIRST, PING);
    const second = scene.open();
    scene.client(second, LAST);
    scene.server(second, close(1002));
    expect(missingPing(scene.traffic)).toMatch(/closed with 1002: A continuation frame came/);
  });
});

describe('compression', () => {
  const text = 'tick tock '.repeat(20);

  it('is measured on the wire: message, payload, frame', () => {
    const scene = new FrameScene();
    const connection = scene.open('direct', true);
    scene.client(connection, deflated(text));
    const [carried] = carriedMessages(scene.traffic, 'client');
    expect(carried).toMatchObject({ size: 200, isCompressed: true });
    expect(carried!.wireBytes).toBe(carried!.payloadBytes + 6);
    expect(missingQuarter(scene.traffic)).toBeNull();
    expect(wellCompressed(scene.traffic)?.wireBytes).toBe(carried!.wireBytes);
  });

  it('the second message is compared with the first', () => {
    const scene = new FrameScene();
    const connection = scene.open('direct', true);
    const words = Array.from({ length: 60 }, (_, at) => ((at * 7919) % 1000).toString(36)).join(' ');
    scene.client(connection, deflated(words));
    expect(secondTime(scene.traffic)).toBeNull();
    scene.client(connection, deflated(words, words));
    expect(secondTime(scene.traffic)).toBe('tenth');
  });

  it.each([
    ['a short one', deflated('Hello'), /has not become smaller at all/],
    ['one that was not compressed', frame({ text: 'a'.repeat(100) }), /RSV1 is 0/],
    [
      'one that shrinks a little',
      deflated('to be or not to be, to be or not'),
      /%\. The goal is less than 25%/,
    ],
  ])('the goal is not met by %s', (_, sent, missing) => {
    const scene = new FrameScene();
    scene.client(scene.open('direct', true), sent);
    expect(missingQuarter(scene.traffic)).toMatch(missing);
  });

  it('that was not agreed on is reported', () => {
    const scene = new FrameScene();
    scene.open('direct');
    expect(isWithoutDeflate(scene.traffic)).toBe(true);
    expect(missingQuarter(scene.traffic)).toMatch(/not agreed/);
    scene.open('direct', true);
    expect(isWithoutDeflate(scene.traffic)).toBe(false);
  });
});

it('the methods of an object are read from its prototype', () => {
  class Thing {
    get size() {
      return 1;
    }
    send() {}
    close() {}
  }
  expect(methodsOf(Thing.prototype)).toEqual(['send()', 'close()']);
});
