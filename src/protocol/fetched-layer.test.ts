import { expect, it } from 'vitest';
import { Fetched } from './fetched';
import { fetchedLayer } from './fetched-layer';
import { Intake } from './intake';
import { UnitLog } from './records';

/** A part whose fetches end when the test says so. */
function slowPart() {
  const ends: { come: () => void; fail: () => void }[] = [];
  const part = new Fetched<string>('the part', () => {
    return new Promise((resolve, reject) => {
      ends.push({ come: () => resolve('here'), fail: () => reject(new TypeError('Failed to fetch')) });
    });
  });
  return { part, ends };
}

/** An intake that notes what was done, and what its next `changed` finds. */
function slowIntake() {
  const done: string[] = [];
  let told = () => {};
  const intake = new Intake(new UnitLog(), () => told());
  const nextChange = () => new Promise<void>((resolve) => (told = resolve));
  return { intake, done, nextChange, note: (what: string) => () => void done.push(what) };
}

it('does work in order, each when all that it needs is here', async () => {
  const [one, two] = [slowPart(), slowPart()];
  const { intake, done, nextChange, note } = slowIntake();
  intake.run(note('first'));
  intake.run(note('needs one'), [one.part]);
  intake.run(note('needs nothing'));
  intake.run(note('needs both'), [one.part, two.part]);
  intake.run(note('last'));
  expect([done, intake.heldUp]).toEqual([['first'], 'fetching']);
  expect([one.ends.length, two.ends.length]).toEqual([1, 0]);
  let change = nextChange();
  one.ends[0]!.come();
  await change;
  expect([done, intake.heldUp]).toEqual([['first', 'needs one', 'needs nothing'], 'fetching']);
  change = nextChange();
  two.ends[0]!.fail();
  await change;
  expect(intake.heldUp).toBe('failed');
  intake.retry();
  change = nextChange();
  two.ends[1]!.come();
  await change;
  expect([done.slice(3), intake.heldUp]).toEqual([['needs both', 'last'], null]);
});

it('does what held work asks for in turn before what was held after it', async () => {
  const [one, two] = [slowPart(), slowPart()];
  const { intake, done, nextChange, note } = slowIntake();
  intake.run(() => {
    done.push('outer');
    intake.run(note('inner'), [two.part]);
  }, [one.part]);
  intake.run(note('after'));
  for (const { ends } of [one, two]) {
    const change = nextChange();
    ends[0]!.come();
    await change;
  }
  expect(done).toEqual(['outer', 'inner', 'after']);
});

it('gives a layer whose decoding is not here before it was fetched', async () => {
  const layer = fetchedLayer(
    {
      id: 'morse',
      kinds: ['dash', 'dot'],
      name: 'Morse',
      shortName: 'Morse',
      title: 'Morse sign',
      about: 'A sign is long or short.',
      colour: '--morse',
      documents: {},
      isText: () => true,
      noun: () => 'sign',
      accepts: ({ subprotocol }) => subprotocol === 'morse',
    },
    async () => ({
      terms: { dash: { name: 'Dash', text: 'A long sign.', spec: 'ITU-R M.1677' } },
      pieces: () => [],
      fields: () => [],
      carriers: () => [],
      label: ({ kind }) => kind,
      sentence: () => 'Somebody sent a sign.',
      open: () => ({ read() {} }),
    }),
  );
  const unit = { kind: 'dash' } as Parameters<typeof layer.label>[0];
  const carried = { below: 'message', target: '/', subprotocol: 'morse', contentType: '' };
  expect(layer.reads?.accepts(carried)).toBe(true);
  expect([layer.terms, layer.source?.isHere]).toEqual([undefined, false]);
  expect(() => layer.label(unit)).toThrow('the decoding of Morse has not been fetched');
  await layer.source?.fetch();
  expect([layer.label(unit), layer.terms?.dash?.name, layer.code?.(unit)]).toEqual(['dash', 'Dash', null]);
});
