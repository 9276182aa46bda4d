import { expect, it } from 'vitest';
import { createDecoder, expectedSizeOf, statusTerm, termOf } from '.';
import { hexBytes, latin, openedDecoder, unitsOf } from './testing/units';

it('says how many bytes a frame will have, once its header has come', () => {
  const decoder = openedDecoder();
  decoder.push(1, 'server', hexBytes('82 7e'), 1);
  const [frame] = unitsOf(decoder, 'websocket');
  expect(expectedSizeOf(frame!)).toBeNull();
  decoder.push(1, 'server', hexBytes('01 00 aa'), 2);
  expect([frame!.partial, expectedSizeOf(frame!)]).toEqual([true, 260]);
});

it('says how many bytes an HTTP message will have when its head does', () => {
  const sizeOf = (head: string) => {
    const decoder = createDecoder();
    decoder.push(1, 'client', latin(head), 0);
    return expectedSizeOf(unitsOf(decoder, 'http')[0]!);
  };
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n';
  expect(sizeOf(`${head}abc`)).toBe(head.length + 9);
  expect(sizeOf(head.slice(0, 30))).toBeNull();
  expect(sizeOf('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')).toBeNull();
});

it('explains a status code by itself, by its class, or as any status code', () => {
  expect(statusTerm('426').term).toBe('status-426');
  expect(statusTerm('418').term).toBe('status-4xx');
  expect(statusTerm('999').term).toBe('status-code');
  for (const code of ['101', '200', '404', '503', '777'])
    expect(termOf(statusTerm(code).term).text).toMatch(/\.$/);
});
