import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { pageTraffic } from '../page-traffic';
import { missingTicker, PRICES } from './goals';
import { measurePost, measureSocket, sooner } from './once';
import { CHOICES, SITUATIONS } from './situations';

const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`;
const price = (id: number, atMs: number) => `{"id":${id},"atMicros":${atMs * 1000},"text":"News ${id}"}`;

/** One response that does not end, with this many prices, each this old when it was written. */
function stream(prices: number, ageMs: number, requests = 1) {
  const recording = new Recording();
  for (let n = 1; n <= requests; n++) {
    const connection = recording.on(n).call(0, 'EventSource').open(0);
    const head = encodeResponse('200 OK', null, ['Transfer-Encoding: chunked']);
    connection.exchange(1_000, encodeRequest(`GET /lab/a/news?after=0&call=${n}`), head, 1_000);
  }
  for (let id = 1; id <= prices; id++) {
    recording.on(1).server((1000 + id) * 1000, chunked(`data: ${price(id, 1000 + id - ageMs)}\n\n`));
  }
  return pageTraffic(recording);
}

describe('the ticker', () => {
  it('is met by one response with all prices in time', () => {
    expect(missingTicker(stream(PRICES, 60))).toBeNull();
  });

  it('says what is missing', () => {
    expect(missingTicker(pageTraffic(new Recording()))).toBe('No way has been tried yet.');
    expect(missingTicker(stream(PRICES - 1, 60))).toBe('19 of 20 prices have come.');
    expect(missingTicker(stream(PRICES, 250))).toContain('the slowest price was 250 ms old');
    expect(missingTicker(stream(PRICES, 60, 3))).toContain('three requests');
    expect(missingTicker(pageTraffic(new Recording().socket(0)))).toContain('without an upgrade');
  });
});

describe('one form', () => {
  const recording = new Recording();
  const post = encodeRequest('POST /lab/a/echo?call=1', [], 'a=1');
  recording.on(1).call(0, 'fetch').open(0).exchange(100_000, post, encodeResponse('200 OK', 'a=1'), 200_000);
  const answered = pageTraffic(recording);

  it('has no verdict before both answers are there', () => {
    expect(measurePost(answered)?.tookMicros).toBe(200_000);
    expect(sooner(answered)).toBeNull();
  });

  it('is measured over WebSocket from the opening handshake to the answer', () => {
    const socket = recording.socket(500_000, 2);
    socket.client(700_000, frame('text', 'a=1')).server(1_100_900, frame('text', 'a=1'));
    const traffic = pageTraffic(recording);
    expect(measureSocket(traffic)?.tookMicros).toBe(600_000);
    expect(sooner(traffic)).toBe('post');
  });
});

it('every application has an argument for and against every choice', () => {
  for (const situation of SITUATIONS) {
    for (const choice of CHOICES) expect(situation.arguments[choice].length).toBeGreaterThan(30);
  }
});
