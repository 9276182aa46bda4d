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

/** An intake that records its work, and a promise for its next `changed`. */
function slowIntake() {
  const done: string[] = [];
  let onChange = () => {};
  const intake = new Intake(new UnitLog(), () => onChange());
  const nextChange = () => new Promise<void>((resolve) => (onChange = resolve));
  return { intake, done, nextChange, note: (work: string) => () => void done.push(work) };
}

it('does work in order, each piece once everything it needs is here', async () => {
  const [first, second] = [slowPart(), slowPart()];
  const { intake, done, nextChange, note } = slowIntake();
  intake.run(note('first'));
  intake.run(note('needs the first'), [first.part]);
  intake.run(note('needs nothing'));
  intake.run(note('needs both'), [first.part, second.part]);
  intake.run(note('last'));
  expect([done, intake.heldUp]).toEqual([['first'], 'fetching']);
  expect([first.ends.length, second.ends.length]).toEqual([1, 0]);
  let change = nextChange();
  first.ends[0]!.come();
  await change;
  expect([done, intake.heldUp]).toEqual([['first', 'needs the first', 'needs nothing'], 'fetching']);
  change = nextChange();
  second.ends[0]!.fail();
  await change;
  expect(intake.heldUp).toBe('failed');
  intake.retry();
  change = nextChange();
  second.ends[1]!.come();
  await change;
  expect([done.slice(3), intake.heldUp]).toEqual([['needs both', 'last'], null]);
});

it('does work that held work adds before the work held after it', async () => {
  const [first, second] = [slowPart(), slowPart()];
  const { intake, done, nextChange, note } = slowIntake();
  intake.run(() => {
    done.push('outer');
    intake.run(note('inner'), [second.part]);
  }, [first.part]);
  intake.run(note('after'));
  for (const { ends } of [first, second]) {
    const change = nextChange();
    ends[0]!.come();
    await change;
  }
  expect(done).toEqual(['outer', 'inner', 'after']);
});

it('makes a layer whose decoding is missing until it is fetched', async () => {
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
