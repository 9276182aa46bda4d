import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchLayers } from '../../protocol/layers';
import { readBack } from './testing';

await fetchLayers();

const FOLDER = join(import.meta.dirname, 'cases');

it.each(readdirSync(FOLDER))('%s can be pasted, and is explained', (name) => {
  const text = readFileSync(join(FOLDER, name));
  const said = /^SAYS: (.*)$/m.exec(text.toString())?.[1];
  expect(said).toBeDefined();
  const { file, notes } = readBack(text);
  const sentences = file.decoder.units.flatMap((unit) => {
    const fault = file.faultOf(unit);
    const faults = fault === null ? [] : [fault, ...(fault.others ?? [])];
    return [file.decoder.sentenceOf(unit), ...faults.flatMap(({ message, hint = '' }) => [message, hint])];
  });
  expect(sentences.filter((sentence) => sentence.includes(said!))).not.toEqual([]);
  expect(notes.map(({ what }) => what)).toEqual(['pasted']);
});
