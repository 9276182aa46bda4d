import { expect, it } from 'vitest';
import { inTheWayOf } from './in-the-way';
import { Conversation } from './testing/conversation';

const request = (call: number, ...fields: readonly string[]) =>
  `GET /lab/a/page?call=${call} HTTP/1.1\r\n${['Host: x', ...fields].join('\r\n')}\r\n\r\n`;

it('a field that no browser sends shows a proxy, with what it says', () => {
  const conversation = new Conversation().connect(1).bytes(1, 'client', request(1));
  expect(inTheWayOf(conversation.capture)).toBeNull();
  conversation.connect(2).bytes(2, 'client', request(2, 'Accept: */*', 'Via: 1.1 classroom'));
  expect(inTheWayOf(conversation.capture)).toEqual({ field: 'Via', value: '1.1 classroom' });
});

it('a head that comes in two reads is looked at when it is whole', () => {
  const text = request(1, 'X-Forwarded-For: 10.0.0.7');
  const conversation = new Conversation().connect(1).bytes(1, 'client', text.slice(0, 40));
  expect(inTheWayOf(conversation.capture)).toBeNull();
  conversation.bytes(1, 'client', text.slice(40));
  expect(inTheWayOf(conversation.capture)).toMatchObject({ field: 'X-Forwarded-For' });
});

it('what others send says nothing about the way of this page', () => {
  const conversation = new Conversation().connect(1);
  conversation.bytes(1, 'client', 'GET /lab/a/page HTTP/1.1\r\nHost: x\r\nVia: 1.1 elsewhere\r\n\r\n');
  expect(inTheWayOf(conversation.capture)).toBeNull();
});
