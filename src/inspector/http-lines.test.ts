import { expect, it } from 'vitest';
import { createDecoder } from '../protocol';
import { latin, unitsOf } from '../protocol/testing/units';
import { httpLines, splitLineEnd } from './http-lines';

const linesOf = (message: string) => {
  const decoder = createDecoder();
  decoder.push(1, 'client', latin(message), 0);
  return httpLines(decoder.fieldsOf(unitsOf(decoder, 'http')[0]!));
};

it('puts the fields of a start line on one line, and each other field on its own', () => {
  const lines = linesOf('POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi');
  expect(lines.map(({ kind, fields }) => [kind, fields.map(({ name }) => name).join(' ')])).toEqual([
    ['start', 'Method Space Request target Space HTTP version'],
    ['field', 'Host'],
    ['field', 'Content-Length'],
    ['empty', 'Empty line'],
    ['body', 'Body'],
  ]);
});

it('shows chunks as they stand in the body', () => {
  const lines = linesOf(
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
  );
  expect(lines.slice(4).map(({ kind, fields }) => `${kind} ${fields[0]!.name}`)).toEqual([
    'field Chunk size',
    'body Chunk data',
    'empty End of chunk',
    'field Chunk size',
    'empty Empty line',
  ]);
});

it('tells a line from its end', () => {
  expect(splitLineEnd('Host: a\r\n')).toEqual({ text: 'Host: a', end: '\\r\\n' });
  expect(splitLineEnd('Host: a\n')).toEqual({ text: 'Host: a', end: '\\n' });
  expect(splitLineEnd('Host: a\r')).toEqual({ text: 'Host: a\r', end: '' });
});
