import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { pageTraffic } from '../page-traffic';
import type { Traffic } from '../traffic';
import { measureWay, microsOf, overheadPerMessage, totalBytes } from './measure';

const message = (id: number, atMs: number, text = 'Note') =>
  JSON.stringify({ id, atMicros: atMs * 1000, text: `${text} ${id}` });

const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`;
const length = (text: string) => new TextEncoder().encode(text).length;

/** All bytes of HTTP messages and frames in some traffic. */
const onWire = ({ units }: Traffic) =>
  units
    .filter(({ layer, inside }) => inside === null && (layer === 'http' || layer === 'websocket'))
    .reduce((sum, { start, end }) => sum + end - start, 0);

describe('the cost of a way', () => {
  it('of polling is HTTP: heads, and bodies around the messages', () => {
    const recording = new Recording();
    const note = message(1, 10);
    const post = encodeRequest('POST /lab/a/echo?echo=0&call=1', [], note);
    const nothing = encodeResponse('204 No Content');
    recording.on(1).call(10_000, 'fetch').open(10_000).exchange(20_000, post, nothing, 50_000);
    const ask = (call: number) => encodeRequest(`GET /lab/a/news?after=0&call=${call}`);
    recording.on(2).call(10_000, 'fetch').open(10_000).exchange(20_000, ask(2), nothing, 5_000);
    const news = `{"news":[${message(1, 40, 'News')},${message(2, 60, 'News')}]}`;
    recording
      .on(2)
      .call(70_000, 'fetch', '', 3)
      .exchange(80_000, ask(3), encodeResponse('200 OK', news), 10_000);
    const traffic = pageTraffic(recording);
    const measures = measureWay(traffic);
    const { bytes, messages, latency } = measures;
    expect([measures.connections, measures.requests, measures.empty.length]).toEqual([2, 3, 1]);
    expect([messages.client.length, messages.server.length]).toEqual([1, 2]);
    expect(bytes.httpBody).toBe(length('{"news":[,]}'));
    expect(bytes.text).toBe(length(note) + 2 * length(message(1, 40, 'News')));
    expect([bytes.frameHeader, bytes.socketIo]).toEqual([0, 0]);
    expect(totalBytes(measures)).toBe(onWire(traffic));
    expect(overheadPerMessage(measures)).toBeCloseTo((onWire(traffic) - bytes.text) / 3);
    // Made at 40 and 60 ms, written at 90 ms.
    expect(latency.server && [microsOf(latency.server.p50), microsOf(latency.server.p99)]).toEqual([
      30_000, 50_000,
    ]);
  });

  it('of server-sent events times each message by its own write', () => {
    const recording = new Recording();
    const head = encodeResponse('200 OK', null, [
      'Transfer-Encoding: chunked',
      'Content-Type: text/event-stream',
    ]);
    const connection = recording.on(1).call(0, 'EventSource').open(0);
    connection.exchange(1_000, encodeRequest('GET /lab/a/news?after=0&call=1'), head, 1_000);
    connection.server(50_000, chunked(`id: 1\ndata: ${message(1, 20, 'News')}\n\n`), 20_000);
    connection.server(90_000, chunked(`id: 2\ndata: ${message(2, 80, 'News')}\n\n`), 20_000);
    const traffic = pageTraffic(recording);
    const measures = measureWay(traffic);
    expect(measures.messages.server.map(microsOf)).toEqual([30_000, 10_000]);
    expect([measures.requests, measures.empty.length]).toEqual([1, 0]);
    expect(totalBytes(measures)).toBe(onWire(traffic));
    expect(measures.bytes.text).toBe(2 * length(message(1, 20, 'News')));
  });

  it('of a WebSocket is its handshake and the headers of its frames, after the lab’s delay', () => {
    const recording = new Recording().socket(0);
    recording.client(100_000, frame('text', message(1, 90)), 50_000);
    recording.server(200_000, frame('text', message(1, 140, 'News')), 50_000);
    const traffic = pageTraffic(recording);
    const measures = measureWay(traffic);
    const { latency, bytes } = measures;
    expect(latency.client && microsOf(latency.client.p50)).toBe(60_000);
    expect(latency.server && microsOf(latency.server.p50)).toBe(60_000);
    // RFC 6455 §5.2: 2 bytes, and 4 more for the masking key of the client.
    expect(bytes.frameHeader).toBe(2 + 6);
    expect([bytes.httpBody, bytes.socketIo]).toEqual([0, 0]);
    expect(bytes.httpHead).toBe(measures.setupBytes);
    expect(totalBytes(measures)).toBe(onWire(traffic));
  });

  it('of Socket.IO is its packets too', () => {
    const recording = new Recording().on(1).call(0, 'io').open(0);
    const target = '/lab/a/socket.io/?EIO=4&transport=websocket&call=1';
    recording.handshake(1_000, { target });
    recording.server(
      5_000,
      frame('text', '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'),
    );
    recording.client(6_000, frame('text', '40'));
    recording.server(7_000, frame('text', '40{"sid":"t"}'));
    recording.client(100_000, frame('text', `42["note",${message(1, 90)}]`));
    const traffic = pageTraffic(recording);
    const measures = measureWay(traffic);
    expect(measures.messages.client).toHaveLength(1);
    expect(measures.bytes.httpBody).toBe(0);
    expect(measures.bytes.socketIo).toBe(
      length('0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}') +
        length('40') +
        length('40{"sid":"t"}') +
        length('42["note",]'),
    );
    expect(totalBytes(measures)).toBe(onWire(traffic));
  });

  it('moves the page’s stamps back where they come after the reads', () => {
    const recording = new Recording().socket(0);
    recording.client(100_000, frame('text', message(1, 104)), 50_000);
    recording.client(200_000, frame('text', message(2, 200)), 50_000);
    expect(measureWay(pageTraffic(recording)).messages.client.map(microsOf)).toEqual([50_000, 54_000]);
  });

  it('has no latency without messages, and p99 of 50 is the slowest', () => {
    expect(measureWay(pageTraffic(new Recording().socket(0))).latency).toEqual({
      client: null,
      server: null,
    });
    const recording = new Recording().socket(0);
    for (let n = 1; n <= 50; n++) recording.server((200 + n) * 1000, frame('text', message(n, 200, 'News')));
    const { latency } = measureWay(pageTraffic(recording));
    expect(latency.server && [latency.server.p50.id, latency.server.p99.id]).toEqual([25, 50]);
  });
});
