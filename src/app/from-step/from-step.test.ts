import { describe, expect, it } from 'vitest';
import { lessons } from '../../lessons';
import { FakeLab } from '../../lessons/fake-lab';
import { rawTemplates } from '../../lessons/parts/raw-templates';
import { isFromStep, readFromStep } from './from-step';
import { SETUPS } from './setups';

const loaded = await Promise.all(lessons.map(({ load }) => load()));

describe('a step that is opened in the free lab', () => {
  it.each(loaded.flatMap(({ id, steps }) => steps.map((step) => [`${id}.${step.id}`, step] as const)))(
    'is found by its address, with its programs: %s',
    async (name, step) => {
      const from = await readFromStep(`#from=${name}`);
      expect(from?.step).toBe(step.title);
      if (step.code) expect(from?.code).toEqual({ texts: step.code, store: name });
      expect(from?.code !== null || SETUPS[name.split('.')[0]!] !== undefined).toBe(true);
    },
  );

  it('is none where the address names none', async () => {
    expect(await readFromStep('#from=emit.nowhere')).toBeNull();
    expect(await readFromStep('#from=nothing.line')).toBeNull();
    expect(isFromStep('#code=abc')).toBe(false);
  });
});

it('a setup names steps and raw bytes that there are', () => {
  const names = rawTemplates(new FakeLab().addresses).map(({ name }) => name);
  for (const [id, { all, steps = {} }] of Object.entries(SETUPS)) {
    const lesson = loaded.find((candidate) => candidate.id === id);
    expect(lesson?.steps.map((step) => step.id)).toEqual(expect.arrayContaining(Object.keys(steps)));
    for (const { begin } of [all, ...Object.values(steps)]) if (begin) expect(names).toContain(begin);
  }
});
