import { describe, expect, it } from 'vitest';
import { close, FrameScene, frame } from '../frame-builder/frame-scene';
import {
  bytesOfLong,
  bytesToClose,
  hasEchoes,
  headerSizeFor,
  missingClose,
  missingLong,
  sameTwice,
  typesDiffer,
  unmaskedAnswer,
  whyNotUnmasked,
} from './answers';
import lesson from './lesson';
import { xorSteps } from './xor-table';

const filler = (size: number) => ({ kind: 'filler', text: String(size) }) as const;
const hex = (text: string) => ({ kind: 'hex', text }) as const;

it('the lesson is valid', () => {
  expect(lesson.steps).toHaveLength(5);
});

describe('what the browser sent', () => {
  it('is found by its length, with the size of its header', () => {
    const scene = new FrameScene();
    const connection = scene.open('direct');
    scene.client(
      connection,
      frame({ payload: filler(125) }),
      frame({ payload: filler(126) }),
      frame({ payload: filler(65_536) }),
    );
    expect([125, 126, 65_536, 7].map((size) => headerSizeFor(scene.traffic, size))).toEqual([
      6,
      8,
      14,
      undefined,
    ]);
    expect(hasEchoes(scene.traffic, 1)).toBe(false);
    scene.server(connection, frame());
    expect(hasEchoes(scene.traffic, 1)).toBe(true);
  });

  it('differs with another key, and is the same with the same key', () => {
    for (const [key, answer] of [
      ['01 02 03 04', 'different'],
      ['37 fa 21 3d', 'same'],
    ] as const) {
      const scene = new FrameScene();
      const connection = scene.open('direct');
      scene.client(connection, frame());
      expect(sameTwice(scene.traffic)).toBeNull();
      scene.client(connection, frame({ key }));
      expect(sameTwice(scene.traffic)).toBe(answer);
    }
  });

  it('differs between text and bytes in the opcode alone, whatever the keys', () => {
    const scene = new FrameScene();
    const connection = scene.open('direct');
    scene.client(
      connection,
      frame({ text: 'é' }),
      frame({ opcode: 2, payload: hex('c3 a9'), key: '00 01 02 03' }),
    );
    expect(typesDiffer(scene.traffic)).toBe('opcode');
  });
});

it('XOR with the key gives the text of the example in RFC 6455 §5.7', () => {
  const steps = xorSteps(Uint8Array.of(0x7f, 0x9f, 0x4d, 0x51, 0x58), Uint8Array.of(0x37, 0xfa, 0x21, 0x3d));
  expect(String.fromCharCode(...steps.map(({ plain }) => plain))).toBe('Hello');
});

describe('an unmasked frame', () => {
  it.each([
    ['was echoed', frame(), 'echo'],
    ['was answered with 1002', close(1002), 'close-1002'],
  ])('%s', (_, answer, key) => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, frame({ masked: false }));
    expect(unmaskedAnswer(scene.traffic)).toBeNull();
    expect(whyNotUnmasked(scene.traffic)).toMatch(/has not come yet/);
    scene.server(connection, answer);
    expect(unmaskedAnswer(scene.traffic)).toBe(key);
  });

  it('is never a masked one, whatever the answer', () => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, frame({ rsv1: true }));
    scene.server(connection, close(1002));
    expect(unmaskedAnswer(scene.traffic)).toBeNull();
    expect(whyNotUnmasked(scene.traffic)).toMatch(/was masked/);
  });
});

describe('the goal of a 16-bit length', () => {
  it('is met by an answered frame, and counted in its bytes', () => {
    const scene = new FrameScene();
    const connection = scene.open();
    expect(missingLong(scene.traffic)).toMatch(/No whole frame/);
    scene.client(connection, frame({ payload: filler(126) }));
    expect(missingLong(scene.traffic)).toMatch(/answer has not come yet/);
    scene.server(connection, frame());
    expect(missingLong(scene.traffic)).toBeNull();
    expect(bytesOfLong(scene.traffic)).toBe(134);
  });

  it.each([
    ['125 bytes', frame({ payload: filler(125) }), /125 bytes: that still fits in 7 bits/],
    ['65,536 bytes', frame({ payload: filler(65_536) }), /in 64 bits/],
    ['5 bytes with their number in 16 bits', frame({ form: 16 }), /breaks a rule. A length must be written/],
  ])('is not met by %s', (_, sent, missing) => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, sent);
    scene.server(connection, frame());
    expect(missingLong(scene.traffic)).toMatch(missing);
  });

  it('is not met by a frame of the browser itself', () => {
    const scene = new FrameScene();
    const connection = scene.open('direct');
    scene.client(connection, frame({ payload: filler(126) }));
    scene.server(connection, frame());
    expect(missingLong(scene.traffic)).not.toBeNull();
  });
});

describe('the goal of a close code', () => {
  it('is met by that code alone, and counted in what was sent after the handshake', () => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, frame({ masked: false, text: '' }));
    expect(missingClose(scene.traffic, 1002)).toMatch(/follow the rules|complain/);
    scene.server(connection, close(1002));
    expect(missingClose(scene.traffic, 1002)).toBeNull();
    expect(bytesToClose(scene.traffic, 1002)).toBe(2);
    expect(missingClose(scene.traffic, 1007)).toMatch(/closed with 1002, not 1007/);
  });

  it('is not met by an answer to a Close frame, nor by an echo', () => {
    const scene = new FrameScene();
    const connection = scene.open();
    scene.client(connection, frame());
    scene.server(connection, frame());
    expect(missingClose(scene.traffic, 1002)).toMatch(/follow the rules/);
    scene.client(connection, close(1000));
    scene.server(connection, close(1000));
    expect(missingClose(scene.traffic, 1002)).toMatch(/nothing was wrong/);
    const second = scene.open();
    scene.client(second, frame({ form: 16 }));
    expect(missingClose(scene.traffic, 1002)).toMatch(/let it pass, although it breaks a rule/);
  });
});
