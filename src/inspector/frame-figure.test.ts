import { describe, expect, it } from 'vitest';
import { hexBytes, openedDecoder, unitsOf } from '../protocol/testing/units';
import type { Peer } from '../protocol/unit';
import { absentSentence, frameFigure } from './frame-figure';

function figure(hex: string, sender: Peer, width: number) {
  const decoder = openedDecoder();
  decoder.push(1, sender, hexBytes(hex), 1);
  const [frame] = unitsOf(decoder, 'websocket');
  return frameFigure(decoder.fieldsOf(frame!), decoder.bytesOf(frame!), width);
}

const shape = (cells: ReturnType<typeof figure>) =>
  cells.map(({ field, row, start, end, digits }) => `${row}:${start}-${end} ${field.name} ${digits}`);

describe('the figure of a frame', () => {
  it('is 32 bits wide, with the masking key across two rows (RFC 6455 §5.7, a masked “Hello”)', () => {
    expect(shape(figure('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client', 32))).toEqual([
      '0:0-1 FIN 1',
      '0:1-2 RSV1 0',
      '0:2-3 RSV2 0',
      '0:3-4 RSV3 0',
      '0:4-8 Opcode 0001',
      '0:8-9 MASK 1',
      '0:9-16 Payload length 0000101',
      '0:16-32 Masking-key 37 fa',
      '1:0-16 Masking-key 21 3d',
      '1:16-32 Payload data 7f 9f',
      '2:0-24 Payload data 4d 51 58',
    ]);
  });

  it('is 16 bits wide where there is less room, and says when a field goes on', () => {
    const cells = figure('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client', 16);
    expect(cells.filter(({ isContinued }) => isContinued).map(({ field }) => field.name)).toEqual([
      'Masking-key',
      'Payload data',
    ]);
  });

  it('ends after two rows of payload, and says that more follows', () => {
    const cells = figure(`82 7e 01 00 ${'00 '.repeat(256)}`, 'server', 32);
    expect(cells.at(-1)).toMatchObject({ row: 2, isCut: true });
    expect(shape(cells)).toContain('0:16-32 Extended payload length 01 00');
  });

  it('says what this frame has not', () => {
    const decoder = openedDecoder();
    decoder.push(1, 'server', hexBytes('89 00'), 1);
    const [ping] = unitsOf(decoder, 'websocket');
    expect(absentSentence(decoder.fieldsOf(ping!), 'server')).toBe(
      'This frame has no extended length, since 7 bits are enough; no masking key, since a server does not mask; no payload.',
    );
  });
});
