import { expect, it } from 'vitest';
import { createDecoder, fetchLayers } from '../../protocol';
import { encodeHandshake, encodeRequest, encodeResponse } from '../../protocol/encode';
import { innermostOf } from '../innermost';
import { asksToSwitch, carrierOf } from './http-words';

await fetchLayers();

it('says by what a packet was carried, and which request asks for another protocol', () => {
  const decoder = createDecoder();
  const { client } = encodeHandshake({ target: '/socket.io/?EIO=4&transport=websocket' });
  const text = new TextEncoder();
  const target = '/socket.io/?EIO=4&transport=polling&sid=abc';
  decoder.push(1, 'client', text.encode(encodeRequest(`POST ${target}`, [], '40')), 0);
  decoder.push(1, 'server', text.encode(encodeResponse('200 OK', 'ok')), 0);
  decoder.push(2, 'client', text.encode(encodeRequest(`GET ${target}`)), 0);
  decoder.push(2, 'server', text.encode(encodeResponse('200 OK', '40{"sid":"x"}')), 0);
  decoder.push(3, 'client', text.encode(client), 0);
  const messages = decoder.units.filter(({ layer }) => layer === 'http');
  const carriers = messages.map((unit) => carrierOf(decoder, unit, innermostOf(decoder, unit)));
  expect(carriers).toEqual(['POST', null, null, '200', null]);
  expect(messages.map((unit) => asksToSwitch(decoder, unit))).toEqual([false, false, false, false, true]);
});
