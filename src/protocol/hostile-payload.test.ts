import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import type { Decoder } from './decoder';
import { encodeFrame } from './encode';
import { layerOf } from './layers';
import { latin, openedDecoder, unitsOf, utf8 } from './testing/units';
import type { Unit } from './unit';

const target = '/socket.io/?EIO=4&transport=websocket&sid=a';

/** A decoder that has read these packets, as text and binary messages from the server. */
function decoderOf(...packets: readonly (string | Uint8Array)[]): Decoder {
  const decoder = openedDecoder({ target });
  for (const packet of packets) {
    const isText = typeof packet === 'string';
    decoder.push(1, 'server', encodeFrame(isText ? 'text' : 'binary', packet, { isMasked: false }), 1);
  }
  return decoder;
}

/** A decoder that has read this body of a polling response. */
function polled(body: string): Decoder {
  const decoder = createDecoder();
  const packed = gzipSync(body);
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
  decoder.push(1, 'client', latin(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`), 1);
  decoder.push(1, 'server', Buffer.concat([latin(head), packed]), 1);
  return decoder;
}

const packets = (decoder: Decoder): Unit[] => unitsOf(decoder, 'socket.io');

it('describes packets nested to any depth', () => {
  const depth = 200_000;
  const decoder = decoderOf(`42["deep",${'['.repeat(depth)}${']'.repeat(depth)}]`);
  const [packet] = packets(decoder);
  expect(decoder.labelOf(packet!)).toBe('EVENT deep');
  expect(decoder.sentenceOf(packet!)).toMatch(/^The server emitted the event “deep”: \[\[\[/);
  expect(decoder.fieldsOf(packet!).map(({ name }) => name)).toContain('Argument 1');
});

it('checks the placeholders of a packet with very many values', () => {
  const decoder = decoderOf(
    `451-["wide",${'0,'.repeat(300_000)}{"_placeholder":true,"num":0}]`,
    latin('abc'),
  );
  expect(packets(decoder).map(({ kind, partial, fault }) => [kind, partial, fault])).toEqual([
    ['binary_event', false, null],
  ]);
});

it('splits a packet into a bounded number of fields, the last of which is the rest', () => {
  const decoder = decoderOf(`42["wide"${',0'.repeat(300_000)}]`, `0{"sid":"a"${',"a":0'.repeat(100_000)}}`);
  const [packet] = packets(decoder);
  const fields = decoder.fieldsOf(packet!);
  expect(fields.length).toBeLessThan(1100);
  expect(fields.at(-1)).toMatchObject({ name: 'Arguments from 999 on', end: decoder.sizeOf(packet!) });
  const open = unitsOf(decoder, 'engine.io').at(-1)!;
  expect(decoder.fieldsOf(open).length).toBeLessThan(1100);
  expect(decoder.fieldsOf(open).at(-1)?.end).toBe(decoder.sizeOf(open));
});

it('takes apart a bounded number of packets in one body, and says so', () => {
  const decoder = polled(Array(1_000_000).fill('6').join('\x1e'));
  const units = unitsOf(decoder, 'engine.io');
  expect(units).toHaveLength(10_001);
  expect(units.at(-1)).toMatchObject({ kind: 'undecoded', fault: { kind: 'limit' } });
  expect(decoder.sizeOf(units.at(-1)!)).toBe(2 * 990_000 - 1);
});

it('does not remember names of absurd length', () => {
  const decoder = openedDecoder({ target, extensions: 'permessage-deflate; server_no_context_takeover' });
  const send = (text: string) => {
    const packed = deflateRawSync(utf8.encode(text), { finishFlush: 2 }).subarray(0, -4);
    decoder.push(1, 'server', encodeFrame('text', packed, { isCompressed: true, isMasked: false }), 1);
  };
  const answer = (text: string) =>
    decoder.push(1, 'client', encodeFrame('text', text, { isMasked: true }), 1);
  const long = 'n'.repeat(100_000);
  send('42/news,7["ask"]');
  send(`42/${long},7["ask"]`);
  answer('43/news,7[]');
  answer(`43/${long},7[]`);
  send(`0{"sid":"${long}"}`);
  const [first, second, ...answers] = packets(decoder);
  expect(decoder.partnerOf(first!)).toBe(answers[0]);
  expect(answers).toHaveLength(2);
  expect(decoder.partnerOf(second!)).toBeNull();
  expect(decoder.connection(1)?.sid).toBe('a');
});

it('counts the sessions it remembers', () => {
  const decoder = decoderOf(...Array.from({ length: 100 }, (_, n) => `0{"sid":"s${n}"}`));
  expect(decoder.connection(1)?.sid).toBe('s99');
  expect(decoder.derivedBytes).toBeGreaterThan(50_000);
});

describe('a packet of 100 kB or more', () => {
  const MANY = 130_000;
  const DEPTH = 5_000;
  const PACKETS: readonly (readonly [name: string, packet: string, layer: 'engine.io' | 'socket.io'])[] = [
    ['an event of many values', `42["a"${',0'.repeat(MANY)}]`, 'socket.io'],
    ['an acknowledgement of many values', `431[0${',0'.repeat(MANY)}]`, 'socket.io'],
    ['an event with an object of many members', `42["a",{"b":0${',"a":0'.repeat(MANY)}}]`, 'socket.io'],
    ['an event of deep values', `42["a",${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}]`, 'socket.io'],
    ['an event of deep objects', `42["a",${'{"a":'.repeat(DEPTH)}0${'}'.repeat(DEPTH)}]`, 'socket.io'],
    ['a name of many spaces', `42["${' '.repeat(MANY)}"]`, 'socket.io'],
    ['a name of many escapes', `42["${'\\u0063'.repeat(MANY / 6)}"]`, 'socket.io'],
    ['many spaces between values', `42["a",${' '.repeat(MANY)}1]`, 'socket.io'],
    ['an id of many digits', `42${'9'.repeat(MANY)}["a"]`, 'socket.io'],
    ['an id of many spaces', `42${' '.repeat(MANY)}["a"]`, 'socket.io'],
    ['a namespace without an end', `42/${'a'.repeat(MANY)}`, 'socket.io'],
    ['a count of many digits', `45${'1'.repeat(MANY)}-["a"]`, 'socket.io'],
    ['a refusal of many members', `44{"message":""${',"a":0'.repeat(MANY)}}`, 'socket.io'],
    ['an open packet of many members', `0{"sid":"a"${',"a":0'.repeat(MANY)}}`, 'engine.io'],
    ['an open packet of many spaces', `0{"sid":"a","x":"${' '.repeat(MANY)}"}`, 'engine.io'],
    [
      'an open packet with spaces after all',
      `0{"sid":"a"${' '.repeat(MANY)}}${' '.repeat(MANY)}`,
      'engine.io',
    ],
    ['an open packet of deep values', `0{"a":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`, 'engine.io'],
    ['base64 that is none', `b${'*'.repeat(MANY)}`, 'engine.io'],
  ];

  it.each(PACKETS)('%s is taken and described in less than 10 ms for 100 kB', (_name, packet, layer) => {
    const millis = Math.min(...[1, 2, 3].map(() => cpuMsOf(() => describeAll(packet, layer))));
    // Eight questions; a small packet may take as long as one of 100 kB.
    expect(millis).toBeLessThan(10 * 8 * Math.max(1, packet.length / 100_000));
  });

  function describeAll(packet: string, layer: 'engine.io' | 'socket.io'): void {
    const decoder = decoderOf(packet);
    const [unit] = unitsOf(decoder, layer);
    decoder.fieldsOf(unit!);
    decoder.labelOf(unit!);
    decoder.sentenceOf(unit!);
    layerOf(layer).code?.(unit!);
    decoder.toWire(unit!);
    decoder.contentOf(unit!);
    decoder.unitsAt(1, 'server', unit!.start);
  }

  function cpuMsOf(work: () => void): number {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }
});

it('joins an attachment to a packet of 130,000 values', () => {
  const decoder = decoderOf(
    `451-["a",{"_placeholder":true,"num":0},[0${',0'.repeat(130_000)}]]`,
    Uint8Array.of(1),
  );
  const [event] = packets(decoder);
  expect(event).toMatchObject({ kind: 'binary_event', partial: false, fault: null });
  expect(decoder.fieldsOf(event!).at(-1)).toMatchObject({ name: 'Attachment 0', value: '01' });
});

it('finds the packets of a body in very many chunks in one pass', () => {
  const decoder = createDecoder();
  decoder.push(1, 'client', latin(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`), 1);
  const chunks = `1\r\n6\r\n${'1\r\n\x1e\r\n1\r\n6\r\n'.repeat(9_000)}0\r\n\r\n`;
  const before = process.cpuUsage();
  decoder.push(1, 'server', latin(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`), 1);
  const { user, system } = process.cpuUsage(before);
  expect(unitsOf(decoder, 'engine.io')).toHaveLength(9_001);
  expect((user + system) / 1000).toBeLessThan(400);
});

it('takes a thousand frames apart after a broken rule, and shows the rest of the noise as one', () => {
  const decoder = openedDecoder();
  const noise = new Uint8Array(1024 * 1024);
  const before = decoder.units.length;
  decoder.push(1, 'client', noise, 0);
  decoder.push(1, 'client', noise, 0);
  const units = decoder.units.slice(before).filter(({ layer }) => layer === 'websocket');
  // The frame that broke the rule, those after it, and the rest.
  expect(units).toHaveLength(1 + 1000 + 1);
  expect(units.at(-2)).toMatchObject({ isAfterFailure: true, end: 2002 + units[0]!.start });
  expect(units.at(-1)).toMatchObject({ kind: 'undecoded', fault: { kind: 'limit' } });
  expect(decoder.sizeOf(units.at(-1)!)).toBe(2 * noise.length - 2002);
});
