import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ws from 'ws';
import { openedDecoder, unitsOf } from '../../protocol/testing/units';
import { hexOf } from '../../protocol/text';
import { readHeader } from '../../protocol/websocket-frame-header';
import { frameDraft, rewritten, specOf } from './draft';
import { encodeFrame, encodeFrames, type FrameSpec, formOf, headerBytes, partsOf } from './frame-spec';
import { FRAME_PRESETS } from './presets';

/** What ws itself writes and reads with; its types omit them. */
const { Receiver, Sender } = ws as unknown as {
  readonly Receiver: new (options: object) => NodeJS.WritableStream;
  readonly Sender: { readonly frame: (data: Buffer, options: object) => Buffer[] };
};

const spec = (change: Partial<FrameSpec> = {}): FrameSpec => ({
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 1,
  masked: true,
  form: null,
  claims: null,
  key: Uint8Array.of(0x37, 0xfa, 0x21, 0x3d),
  payload: new TextEncoder().encode('Hello'),
  ...change,
});

const anySpec: fc.Arbitrary<FrameSpec> = fc.record({
  fin: fc.boolean(),
  rsv1: fc.boolean(),
  rsv2: fc.boolean(),
  rsv3: fc.boolean(),
  opcode: fc.nat(15),
  masked: fc.boolean(),
  form: fc.constantFrom(null, 7, 16, 64),
  claims: fc.option(fc.oneof(fc.nat(200), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))),
  key: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 140 }),
    fc.constantFrom(125, 126, 65_535, 65_536).map((n) => new Uint8Array(n)),
  ),
});

describe('an encoded frame', () => {
  it('is what RFC 6455 §5.7 prints', () => {
    expect(hexOf(encodeFrame(spec()))).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(hexOf(encodeFrame(spec({ masked: false })))).toBe('81 05 48 65 6c 6c 6f');
    const first = spec({ fin: false, masked: false, payload: new TextEncoder().encode('Hel') });
    const last = spec({ opcode: 0, masked: false, payload: new TextEncoder().encode('lo') });
    expect(hexOf(encodeFrames([first, last]))).toBe('01 03 48 65 6c 80 02 6c 6f');
    expect(
      hexOf(encodeFrame(spec({ masked: false, opcode: 2, payload: new Uint8Array(256) })).subarray(0, 4)),
    ).toBe('82 7e 01 00');
    const long = encodeFrame(spec({ masked: false, opcode: 2, payload: new Uint8Array(65_536) }));
    expect(hexOf(long.subarray(0, 10))).toBe('82 7f 00 00 00 00 00 01 00 00');
  });

  it('has whatever header was asked for, and its payload comes out again', () => {
    fc.assert(
      fc.property(anySpec, (given) => {
        const bytes = encodeFrame(given);
        const header = readHeader(bytes)!;
        const { fin, rsv1, rsv2, rsv3, opcode, masked } = given;
        expect(header).toMatchObject({ fin, rsv1, rsv2, rsv3, opcode, masked });
        expect(header.length).toBe(given.claims ?? given.payload.length);
        expect(header.size).toBe(headerBytes(given));
        expect(header.length7 > 125 ? (header.length7 === 126 ? 16 : 64) : 7).toBe(formOf(given));
        const payload = bytes
          .slice(header.size)
          .map((byte, at) => (masked ? byte ^ given.key[at % 4]! : byte));
        expect(Buffer.from(payload).equals(given.payload)).toBe(true);
        expect(Buffer.concat(partsOf(given).map((part) => part.bytes)).equals(bytes)).toBe(true);
      }),
    );
  });

  it('is what ws writes for the same frame', () => {
    fc.assert(
      fc.property(anySpec, (given) => {
        const spec = { ...given, claims: null, form: null, rsv2: false, rsv3: false };
        const { fin, rsv1, opcode, masked, key, payload } = spec;
        const options = {
          fin,
          rsv1,
          opcode,
          mask: masked,
          readOnly: true,
          generateMask: (to: Buffer) => to.set(key),
        };
        const written = Sender.frame(Buffer.from(payload), options);
        expect(Buffer.concat(written).equals(encodeFrame(spec))).toBe(true);
      }),
    );
  });

  it('is read by ws as one message, whatever its fragments and the form of their lengths', () => {
    const fragments = fc.array(fc.tuple(fc.uint8Array({ maxLength: 140 }), fc.constantFrom(null, 16, 64)), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fragments, (pieces) => {
        const frames = pieces.map(([payload, form], at) =>
          spec({
            opcode: at === 0 ? 2 : 0,
            fin: at === pieces.length - 1,
            payload,
            form: form as 16 | 64 | null,
          }),
        );
        const ping = spec({ opcode: 9, payload: Uint8Array.of(1) });
        const wire = encodeFrames(frames.flatMap((frame) => [frame, ping]));
        const receiver = new Receiver({ isServer: true, allowSynchronousEvents: true });
        const messages: Buffer[] = [];
        let pings = 0;
        receiver.on('message', (data: Buffer) => messages.push(Buffer.from(data)));
        receiver.on('ping', () => pings++);
        receiver.write(Buffer.from(wire));
        expect(messages).toEqual([Buffer.concat(pieces.map(([payload]) => payload))]);
        expect(pings).toBe(pieces.length);
      }),
    );
  });
});

describe('a draft', () => {
  it('becomes the frame that was typed', () => {
    const ready = specOf(
      frameDraft({ key: '01020304', claims: '65 536', payload: { kind: 'hex', text: 'ff' } }),
    );
    expect(ready).toMatchObject({ kind: 'frame', spec: { claims: 65_536, payload: Uint8Array.of(255) } });
  });

  it.each([
    [{ key: '01 02' }, /4 bytes/],
    [{ key: 'xx' }, /not a hexadecimal digit/],
    [{ claims: '-1' }, /not a length/],
    [{ claims: '18446744073709551616' }, /64 bits/],
    [{ payload: { kind: 'filler', text: '2000000' } }, /more than the builder makes/],
    [{ payload: { kind: 'hex', text: 'f' } }, /two digits/],
  ] as const)('that cannot be sent says why: %j', (change, message) => {
    expect(specOf(frameDraft(change))).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(message),
    });
  });

  it('keeps its bytes when it is written in another form', () => {
    expect(rewritten({ kind: 'text', text: 'é' }, 'hex')).toEqual({ kind: 'hex', text: 'c3 a9' });
    expect(rewritten({ kind: 'hex', text: 'c3a9' }, 'text')).toEqual({ kind: 'text', text: 'é' });
    expect(rewritten({ kind: 'text', text: 'é' }, 'filler')).toEqual({ kind: 'filler', text: '2' });
  });
});

it.each(FRAME_PRESETS.map((preset) => [preset.name, preset] as const))(
  'the preset %s can be sent, and is decoded frame by frame',
  (_, preset) => {
    const specs = preset.frames.map((frame) => {
      const ready = specOf(frame);
      if (ready.kind === 'invalid') throw new Error(ready.message);
      return ready.spec;
    });
    const decoder = openedDecoder(preset.needsDeflate ? { extensions: 'permessage-deflate' } : {});
    decoder.push(1, 'client', encodeFrames(specs), 1);
    expect(unitsOf(decoder, 'websocket').length).toBeGreaterThanOrEqual(preset.frames.length);
  },
);
