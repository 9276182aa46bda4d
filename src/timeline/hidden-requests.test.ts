import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { timetableOf } from '.';
import { HiddenRequests } from './hidden-requests';

/** Hot reload of Vite, a WebSocket of the app, and a connection with two requests. */
function watched() {
  return new Recording()
    .open(0)
    .handshake(0, { target: '/?token=a', subprotocol: 'vite-hmr' })
    .server(2_000, frame('text', '{"type":"connected"}'))
    .open(3_000, 2)
    .handshake(3_000, { target: '/chat' })
    .client(4_000, frame('text', 'Hello'))
    .open(5_000, 3)
    .client(5_000, encodeRequest('GET /assets/a.js'))
    .server(6_000, encodeResponse('200 OK', 'a'))
    .client(7_000, encodeRequest('GET /api/assets/list'))
    .server(8_000, encodeResponse('200 OK', 'b'));
}

function shownBy(...texts: readonly string[]) {
  const { capture } = watched();
  const { decoder } = capture;
  const timetable = timetableOf(capture);
  const hidden = new HiddenRequests(decoder, texts);
  return {
    units: timetable.flights.map(({ unit }) => unit).filter((unit) => !hidden.hides(unit)),
    connections: timetable.timelines
      .filter((timeline) => !hidden.hidesAll(timetable, timeline))
      .map(({ connection }) => connection.id),
  };
}

const kinds = (...texts: readonly string[]) =>
  shownBy(...texts).units.map(({ connection, kind }) => `${connection} ${kind}`);

describe('what is left out of the stage', () => {
  it('is nothing at first', () => {
    expect(kinds()).toHaveLength(10);
    expect(shownBy().connections).toEqual([1, 2, 3]);
  });

  it('is a WebSocket by its subprotocol: its handshake and all of its frames', () => {
    expect(kinds('vite-hmr').filter((kind) => kind.startsWith('1 '))).toEqual([]);
    expect(shownBy('vite-hmr').connections).toEqual([2, 3]);
  });

  it('is a request with its response when its path begins with a text with a slash', () => {
    expect(kinds('/assets/').filter((kind) => kind.startsWith('3 '))).toEqual(['3 request', '3 response']);
    expect(shownBy('/assets/').connections).toEqual([1, 2, 3]);
  });

  it('is a connection when its requests contain any other text, all of them', () => {
    expect(shownBy('assets').connections).toEqual([1, 2]);
  });
});
