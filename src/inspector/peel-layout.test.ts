import { describe, expect, it } from 'vitest';
import { createDecoder } from '../protocol';
import { handshake, hexBytes, latin, openedDecoder, unitsOf } from '../protocol/testing/units';
import { layOutPeel, type Peel } from './peel-layout';

/** Each layer with its columns and first byte: "websocket 0-8 from 0". */
const shape = ({ rows }: Peel) =>
  rows.map(({ unit, start, end, from }) => `${unit.layer} ${start}-${end} from ${from ?? 'all'}`);

const widths = ({ columns }: Peel) => columns.map(({ start, end }) => end - start).join(' ');

describe('the layers of a unit, peeled', () => {
  it('stand in each other, each header before what it carries', () => {
    const decoder = openedDecoder({ target: '/socket.io/?EIO=4&transport=websocket' });
    decoder.push(1, 'client', hexBytes('81 88 00 00 00 00 34 32 5b 22 68 69 22 5d'), 1);
    const [packet] = unitsOf(decoder, 'socket.io');
    const peel = layOutPeel(decoder, packet!);
    expect(shape(peel)).toEqual([
      'tcp 0-14 from 0',
      'websocket 0-14 from 0',
      'message 6-14 from 0',
      'engine.io 6-14 from 0',
      'socket.io 7-14 from 0',
    ]);
  });

  it('are the same from whichever of them one starts', () => {
    const decoder = openedDecoder();
    decoder.push(1, 'client', hexBytes('81 85 37 fa 21 3d 7f 9f 4d 51 58'), 1);
    const [frame] = unitsOf(decoder, 'websocket');
    const [message] = unitsOf(decoder, 'message');
    expect(shape(layOutPeel(decoder, frame!))).toEqual(shape(layOutPeel(decoder, message!)));
  });

  it('leave out the middle of what is long, and what else the read holds', () => {
    const decoder = openedDecoder();
    const [request] = unitsOf(decoder, 'http');
    const { columns } = layOutPeel(decoder, request!);
    expect(columns).toHaveLength(16);
    expect(columns.filter(({ isGap }) => isGap)).toHaveLength(1);
    expect(columns.at(-1)!.end).toBe(handshake().client.length);
    decoder.push(1, 'server', hexBytes('81 01 61 81 01 62 81 02 63 64'), 1);
    const second = unitsOf(decoder, 'websocket')[1]!;
    expect(widths(layOutPeel(decoder, second))).toBe('3 1 1 1 4');
    expect(shape(layOutPeel(decoder, second))).toEqual([
      'tcp 0-5 from 0',
      'websocket 1-4 from 0',
      'message 3-4 from 0',
    ]);
  });

  it('show the part of a message that this fragment holds, and count the others', () => {
    const decoder = openedDecoder();
    decoder.push(1, 'server', hexBytes('01 02 48 65 80 03 6c 6c 6f'), 1);
    const [, second] = unitsOf(decoder, 'websocket');
    const { rows } = layOutPeel(decoder, second!);
    expect(rows.map(({ unit, from }) => [unit.layer, from])).toEqual([
      ['tcp', 0],
      ['websocket', 0],
      ['message', 2],
    ]);
    expect(rows[1]!.count).toBe(2);
  });

  it('begin with all the reads when the bytes came in several', () => {
    const decoder = createDecoder();
    const { client } = handshake();
    decoder.push(1, 'client', client.subarray(0, 20), 0);
    decoder.push(1, 'client', client.subarray(20), 1);
    const { rows } = layOutPeel(decoder, unitsOf(decoder, 'http')[0]!);
    expect(rows[0]).toMatchObject({ count: 2, wire: { start: 0, end: client.length } });
  });

  it('are one whole where a decompression lies between', () => {
    const decoder = openedDecoder({ extensions: 'permessage-deflate' });
    // RFC 7692 §7.2.3.1: “Hello” compressed.
    decoder.push(1, 'server', hexBytes('c1 07 f2 48 cd c9 c9 07 00'), 1);
    const [message] = unitsOf(decoder, 'message');
    expect(shape(layOutPeel(decoder, message!))).toEqual([
      'tcp 0-9 from 0',
      'websocket 0-9 from 0',
      'message 2-9 from all',
    ]);
  });

  it('are none but the read for bytes that have no layer', () => {
    const decoder = createDecoder();
    decoder.push(1, 'client', latin('\u0000\u0001\u0002'), 0);
    const rows = shape(layOutPeel(decoder, decoder.units[0]!));
    expect(rows[0]).toBe('tcp 0-3 from 0');
  });
});
