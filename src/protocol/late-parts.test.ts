import fc from 'fast-check';
import { expect, it } from 'vitest';
import { corsRules } from './cors-source';
import { createDecoder } from './create-decoder';
import type { WritableDecoder } from './decoder';
import type { Fetched } from './fetched';
import { openingRules } from './handshake-check';
import { httpFaults } from './http-faults-source';
import { latin1 } from './http-head';
import { ALL_CASES } from './rules/chapters';
import { opened, pass, type RuleCase, type Step, serverHex } from './rules/rule-case';
import { concat, cutAt, shapeOf } from './testing/units';
import { withhold } from './testing/withheld';
import { websocketHints } from './websocket-hints-source';

function take(decoder: WritableDecoder, steps: readonly Step[]): void {
  for (const step of steps) {
    if ('bytes' in step) decoder.push(step.connection ?? 1, step.sender, step.bytes, 0);
    else pass(decoder, step);
  }
}

/** The steps, each twice, with the bytes of one side in one push: so much follows a fault in the same push. */
function crowded(steps: readonly Step[]): readonly Step[] {
  const all: Step[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (!('bytes' in step)) all.push(step);
    else if (
      last === undefined ||
      !('bytes' in last) ||
      last.sender !== step.sender ||
      last.connection !== step.connection
    )
      all.push({ ...step, bytes: concat(step.bytes, step.bytes) });
    else all[all.length - 1] = { ...last, bytes: concat(last.bytes, step.bytes, step.bytes) };
  }
  return all;
}

/** The steps of the opening handshake, when the case begins with one. */
function opening(steps: readonly Step[]): readonly Step[] {
  const [, answer] = steps;
  const isOpened =
    answer !== undefined && 'bytes' in answer && latin1(answer.bytes).startsWith('HTTP/1.1 101');
  return isOpened ? steps.slice(0, 2) : [];
}

/** The steps with their bytes cut into pieces. */
const cutSteps = (steps: readonly Step[], cuts: readonly number[]): readonly Step[] =>
  steps.flatMap((step): readonly Step[] =>
    'bytes' in step ? cutAt(step.bytes, cuts).map((bytes) => ({ ...step, bytes })) : [step],
  );

/** A fragment that is a whole frame, and the next one, which would make that harder to see. */
const FRAMED_TWICE: RuleCase = {
  name: 'the first fragment framed twice',
  wire: [...opened(), serverHex('01048102686980017880017980016a')],
  faults: [],
};

const WIRES = [...ALL_CASES, FRAMED_TWICE].flatMap(({ name, wire }) => {
  const before = opening(wire);
  return [
    { name, wire },
    { name: `${name}, crowded`, wire: [...before, ...crowded(wire.slice(before.length))] },
  ];
});

const PARTS: readonly (readonly [string, Fetched<unknown>])[] = [
  ['the rules of HTTP', httpFaults],
  ['the rules of the opening handshake', openingRules],
  ['the rules of CORS', corsRules],
  ['the likely causes of broken frames and messages', websocketHints],
];

it.each(PARTS)(
  'gives the same units however late %s come',
  async (_, part) => {
    const arrival = fc.double({ min: 0, max: 1, noNaN: true });
    const cuts = fc.array(fc.nat(), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cuts, arrival, async (places, share) => {
        const captures = WIRES.map(({ name, wire }) => {
          const steps = cutSteps(wire, places);
          return { name, steps, half: Math.round(share * steps.length), decoder: createDecoder() };
        });
        const come = withhold(part);
        for (const { decoder, steps, half } of captures) take(decoder, steps.slice(0, half));
        // The others never missed it.
        const late = captures.filter(({ decoder }) => decoder.heldUp !== null);
        await come();
        for (const { name, decoder, steps, half } of late) {
          expect(decoder.heldUp, name).toBeNull();
          take(decoder, steps.slice(half));
          const expected = createDecoder();
          take(expected, steps);
          expect(shapeOf(decoder), name).toEqual(shapeOf(expected));
        }
      }),
      { numRuns: 4 },
    );
  },
  20_000,
);

it.each(PARTS)('waits for %s', async (_, part) => {
  const come = withhold(part);
  const decoders = ALL_CASES.map(({ wire }) => {
    const decoder = createDecoder();
    take(decoder, wire);
    return decoder;
  });
  expect(decoders.some(({ heldUp }) => heldUp === 'fetching')).toBe(true);
  await come();
  expect(decoders.every(({ heldUp }) => heldUp === null)).toBe(true);
});
