import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { qrCodeOf } from '../../src/qr/qr-code';
import { terminalQr } from './terminal-qr';

test('a terminal shows every module of the code, with four light ones around it', () => {
  const address = 'http://192.168.1.20:8101';
  const code = qrCodeOf(address);
  const rows = terminalQr(address)
    .split('\n')
    .flatMap((line) => {
      const blocks = [...stripVTControlCharacters(line)];
      return [blocks.map((block) => '▀█'.includes(block)), blocks.map((block) => '▄█'.includes(block))];
    });
  const inner = rows.slice(4, 4 + code.length).map((row) => row.slice(4, 4 + code.length));
  expect(inner).toEqual(code);
  expect(rows.flat().filter(Boolean)).toHaveLength(code.flat().filter(Boolean).length);
  expect(rows[0]).toHaveLength(code.length + 8);
});

test('an address that no small code holds is not shown as one', () => {
  expect(terminalQr(`https://wire.example/${'a'.repeat(100)}`)).toBe('');
});
