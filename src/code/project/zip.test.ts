import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { zip } from './zip';

const FILES = [
  { path: 'package.json', text: '{}\n' },
  { path: 'public/index.html', text: '<p>Grüße, 😀</p>\n' },
  { path: 'empty.txt', text: '' },
];

/** Programs that unpack an archive into a folder; one of them is on most machines. */
const UNPACKERS: readonly (readonly [string, (archive: string, folder: string) => readonly string[]])[] = [
  ['unzip', (archive, folder) => ['-q', archive, '-d', folder]],
  ['python3', (archive, folder) => ['-m', 'zipfile', '-e', archive, folder]],
  ['bsdtar', (archive, folder) => ['-xf', archive, '-C', folder]],
];

it('other programs unpack it, and find each file as it was', ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wire101-zip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const archive = join(folder, 'a.zip');
  writeFileSync(archive, zip(FILES));
  const used = UNPACKERS.filter(([command, args]) => {
    const { error, status, stderr } = spawnSync(command, args(archive, join(folder, command)), {
      encoding: 'utf8',
    });
    if (error) return false;
    expect([command, status, stderr]).toEqual([command, 0, '']);
    for (const { path, text } of FILES) expect(readFileSync(join(folder, command, path), 'utf8')).toBe(text);
    return true;
  });
  skip(used.length === 0, 'this machine has no program that unpacks ZIP archives');
});
