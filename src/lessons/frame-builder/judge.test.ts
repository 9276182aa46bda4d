import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../server/limits';
import { frameDraft, specOf } from './draft';
import { encodeFrames, type FrameSpec } from './frame-spec';
import { expectation, judgeFrames, sizeProblem } from './judge';
import { FRAME_PRESETS } from './presets';

const { messageBytes, rawBytes } = DEFAULT_LIMITS;

function specsOf(name: string): FrameSpec[] {
  return FRAME_PRESETS.find((preset) => preset.name === name)!.frames.map(read);
}

function read(draft: Parameters<typeof specOf>[0]): FrameSpec {
  const ready = specOf(draft);
  if (ready.kind === 'invalid') throw new Error(ready.message);
  return ready.spec;
}

const deflating = { compresses: true, before: new Uint8Array(0) };

describe('before they are sent', () => {
  it.each([
    ['Unmasked frame', 1002, 'RFC 6455 §5.1'],
    ['RSV1 without an extension', 1002, 'RFC 6455 §5.2'],
    ['Text that is not UTF-8', 1007, 'RFC 6455 §8.1'],
    ['Reserved opcode', 1002, 'RFC 6455 §5.2'],
    ['Ping of 126 bytes', 1002, 'RFC 6455 §5.5'],
    ['A continuation of nothing', 1002, 'RFC 6455 §5.4'],
    ['Length that claims 2 MiB', 1009, 'RFC 6455 §7.4.1'],
    ['Length in 64 bits for 5 bytes', undefined, 'RFC 6455 §5.2'],
  ])('%s: the rule is named, with the code %s', (name, closeCode, section) => {
    const { broken } = judgeFrames(specsOf(name), messageBytes);
    expect(broken?.fault.closeCode).toBe(closeCode);
    expect(broken?.fault.spec).toBe(section);
  });

  it.each([
    'Hello, masked',
    'Three fragments with a ping between',
    'Length 126',
    'Length 65,536',
    'Close 1000',
  ])('%s breaks no rule', (name) => expect(judgeFrames(specsOf(name), messageBytes).broken).toBeNull());

  it('fragments with a ping between are one message and one pong', () => {
    const specs = specsOf('Three fragments with a ping between');
    const judgement = judgeFrames(specs, messageBytes);
    expect(judgement).toMatchObject({ messages: 1, pings: 1, waitsFor: null });
    expect(expectation(judgement, specs)).toMatch(/a pong, then one message back/);
  });

  it('compressed bytes are valid only where compression was agreed', () => {
    expect(judgeFrames(specsOf('Compressed Hello'), messageBytes).broken?.fault.closeCode).toBe(1002);
    expect(judgeFrames(specsOf('Compressed Hello'), messageBytes, deflating)).toMatchObject({
      broken: null,
      messages: 1,
    });
  });

  it('the frame that breaks the rule is named', () => {
    const specs = [read(frameDraft()), read(frameDraft({ opcode: 9, fin: false })), read(frameDraft())];
    expect(judgeFrames(specs, messageBytes).broken?.frame).toBe(1);
    const cut = [
      read(frameDraft({ fin: false })),
      read(frameDraft({ opcode: 0, payload: { kind: 'hex', text: 'ff' } })),
    ];
    expect(judgeFrames(cut, messageBytes).broken?.frame).toBe(1);
  });

  it('earlier frames on the connection count', () => {
    const before = encodeFrames([read(frameDraft({ fin: false }))]);
    const text = [read(frameDraft())];
    const rest = [read(frameDraft({ opcode: 0 }))];
    expect(judgeFrames(text, messageBytes, { compresses: false, before }).broken?.fault.spec).toBe(
      'RFC 6455 §5.4',
    );
    expect(judgeFrames(rest, messageBytes, { compresses: false, before }).broken).toBeNull();
  });

  it('the limits are those that the server announced', () => {
    const specs = [read(frameDraft({ text: 'x'.repeat(100) }))];
    const fault = judgeFrames(specs, 99).broken?.fault;
    expect(fault).toMatchObject({ closeCode: 1009, message: expect.stringContaining('99 bytes at most') });
    expect(judgeFrames(specs, 100).broken).toBeNull();
    // Two bytes of header, four of masking key.
    expect(sizeProblem([...specs, ...specs], 211)).toMatch(/2 frames have 212 bytes.*211 at most/);
    expect(sizeProblem([...specs, ...specs], 212)).toBeNull();
  });

  it('every preset fits in one write on a raw connection', () => {
    for (const { name } of FRAME_PRESETS) expect(sizeProblem(specsOf(name), rawBytes), name).toBeNull();
  });

  it('it says what the server would wait for', () => {
    expect(judgeFrames([read(frameDraft({ claims: '9' }))], messageBytes).waitsFor).toBe('frame');
    expect(judgeFrames([read(frameDraft({ fin: false }))], messageBytes).waitsFor).toBe('message');
  });

  it('judging never throws, whatever the frames', () => {
    const bits = fc.record({
      fin: fc.boolean(),
      rsv1: fc.boolean(),
      rsv2: fc.boolean(),
      rsv3: fc.boolean(),
      opcode: fc.nat(15),
      masked: fc.boolean(),
      form: fc.constantFrom(null, 16, 64),
      claims: fc.option(fc.oneof(fc.nat(300), fc.constant(2 ** 63), fc.constant(2 ** 60))),
      key: fc.uint8Array({ minLength: 4, maxLength: 4 }),
      payload: fc.uint8Array({ maxLength: 130 }),
    }) as fc.Arbitrary<FrameSpec>;
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 4 }), fc.boolean(), (specs, compresses) => {
        const judgement = judgeFrames(specs, messageBytes, { compresses, before: new Uint8Array(0) });
        expect(expectation(judgement, specs)).toMatch(/\.$/);
        if (judgement.broken) expect(judgement.broken.frame).toBeLessThan(Math.max(1, specs.length));
      }),
    );
  });
});
