import { expect, it } from 'vitest';
import { closeFrame, Recording } from '../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { newestEnd } from './newest-end';

it('says which connection ended, how, and by whom', () => {
  const recording = new Recording().open(0, 1);
  recording.end(2_000, 'server', 'fin').end(2_100, 'client', 'closed');
  const second = recording.open(3_000, 2);
  second.end(4_000, 'server', 'reset');
  expect(newestEnd(recording.capture, 9_000)).toEqual({
    at: 4_000,
    sentence: `Port ${recording.capture.connection(2)?.client.port} ended: reset by the server (RST).`,
  });
});

it('says what the Close frames said', () => {
  const { capture } = new Recording()
    .socket(0)
    .client(1_000, closeFrame(1000))
    .server(2_000, closeFrame(1000))
    .end(3_000, 'server', 'fin')
    .end(3_100, 'client', 'closed');
  expect(newestEnd(capture, 9_000)?.sentence).toMatch(
    /ended: closing handshake 1000 begun by the client, then closed by the server \(FIN\)\.$/,
  );
});

it('says nothing before the playhead has reached the end, nor of connections from before that were not used', () => {
  const { capture } = new Recording().open(1_000).end(2_000, 'client', 'closed');
  expect(newestEnd(capture, 1_900)).toBeNull();
  expect(newestEnd(capture, 2_000, 1_500)).toBeNull();
  expect(newestEnd(capture, 2_000)).not.toBeNull();
});

it('tells of a connection from before that was used since', () => {
  const recording = new Recording()
    .open(1_000)
    .exchange(1_100, encodeRequest('GET /'), encodeResponse('200 OK'));
  recording
    .exchange(5_000, encodeRequest('GET /'), encodeResponse('200 OK'))
    .end(9_000, 'server', 'fin')
    .end(9_100, 'client', 'closed');
  expect(newestEnd(recording.capture, 9_900, 4_000)?.at).toBe(9_100);
});
