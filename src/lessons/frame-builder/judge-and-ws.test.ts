import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as ws from 'ws';
import { DEFAULT_LIMITS } from '../../../server/limits';
import { frame } from './frame-scene';
import { encodeFrames, type FrameSpec } from './frame-spec';
import { judgeFrames } from './judge';

const { messageBytes } = DEFAULT_LIMITS;

/** What ws itself reads with; its types omit it. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (
    options: object,
  ) => NodeJS.EventEmitter & { _write(bytes: Buffer, encoding: '', done: (error?: Error) => void): void };
};

/** What the server's own library makes of these bytes: the close code that it fails the connection with. */
function codeOfWs(specs: readonly FrameSpec[]): { code: number | null; messages: number; pings: number } {
  const receiver = new Receiver({
    isServer: true,
    maxPayload: messageBytes,
    allowSynchronousEvents: true,
  });
  const seen = { code: null as number | null, messages: 0, pings: 0 };
  receiver.on('message', () => seen.messages++);
  receiver.on('ping', () => seen.pings++);
  // Bypasses the stream, which reports errors later.
  receiver._write(Buffer.from(encodeFrames(specs)), '', (error) => {
    const [symbol] = error ? Object.getOwnPropertySymbols(error) : [];
    if (error && symbol) seen.code = Number((error as unknown as Record<symbol, unknown>)[symbol]);
  });
  return seen;
}

const mostly = <Value>(usual: Value, other: Value) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const opcode = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1, 2, 9, 10) },
  { weight: 1, arbitrary: fc.nat(15) },
);

const anyFrame: fc.Arbitrary<FrameSpec> = fc
  .record({
    fin: fc.boolean(),
    rsv1: mostly(false, true),
    rsv2: mostly(false, true),
    rsv3: mostly(false, true),
    opcode,
    masked: mostly(true, false),
    form: fc.constantFrom(null, null, 16 as const, 64 as const),
    payload: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.string({ maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
      fc.constant(new Uint8Array(126)),
    ),
  })
  .map((change) => ({ ...frame(), ...change }));

it('the judgement before sending matches what ws does', () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 5 }), (specs) => {
      const judgement = judgeFrames(specs, messageBytes);
      // Invalid UTF-8 is reported at once here, and by ws when the message has ended.
      fc.pre(judgement.broken?.fault.closeCode !== 1007);
      const seen = codeOfWs(specs);
      expect(seen.code).toBe(judgement.broken?.fault.closeCode ?? null);
      if (judgement.broken === null)
        expect(seen).toMatchObject({ messages: judgement.messages, pings: judgement.pings });
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['a whole text', [frame({ payload: { kind: 'hex', text: 'c3' } })]],
  ['the last fragment', [frame({ fin: false }), frame({ opcode: 0, payload: { kind: 'hex', text: 'ff' } })]],
  ['a reason', [frame({ opcode: 8, payload: { kind: 'hex', text: '03 e8 ff' } })]],
])('%s that is not UTF-8 is 1007 for both', (_, specs) => {
  expect(judgeFrames(specs, messageBytes).broken?.fault.closeCode).toBe(1007);
  expect(codeOfWs(specs).code).toBe(1007);
});

it.each(['1048577', '9223372036854775807', '18446744073709549568'])(
  'a length of %s is refused by both',
  (claims) => {
    const specs = [frame({ claims })];
    expect([1002, 1009]).toContain(judgeFrames(specs, messageBytes).broken?.fault.closeCode);
    expect([1002, 1009]).toContain(codeOfWs(specs).code);
  },
);
