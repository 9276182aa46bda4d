import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest } from '../../protocol/encode';
import { piecesOfStage } from './stage-pieces';

const ID = '3455de80a41ef2f895b27f2002f683bc';

const textOf = (pieces: ReturnType<typeof piecesOfStage>) =>
  new TextDecoder('latin1').decode(Uint8Array.from(pieces.flatMap(({ bytes }) => [...bytes])));

it('shows a stage without the id that opens its lab, even where that came in several reads', () => {
  const recording = new Recording().open(0).handshake(10, { target: `/lab/${ID}/ws` });
  const second = recording.open(20, 2);
  const request = encodeRequest(`GET /lab/${ID}/echo`);
  for (let at = 0; at < request.length; at++) second.client(30 + at, request.slice(at, at + 1));
  const pieces = piecesOfStage(recording.capture, ID, 0, 5);
  expect(pieces).toHaveLength(1);
  const text = textOf(pieces);
  expect(text).not.toContain(ID);
  expect(text).toContain(`GET /lab/${'0'.repeat(32)}/ws HTTP/1.1`);
  expect(
    recording.capture.decoder.headOf(recording.capture.decoder.units.find(({ layer }) => layer === 'http')!)
      ?.target,
  ).toContain(ID);
});

it('is cut into pieces that the class takes, without older connections where all are too many', () => {
  const recording = new Recording();
  for (let id = 1; id <= 8; id++) {
    const one = recording.open(id * 1000, id).handshake(id * 1000 + 10);
    for (let n = 0; n < 10; n++) one.server(id * 1000 + 100 + n, frame('binary', new Uint8Array(10_000)));
  }
  const pieces = piecesOfStage(recording.capture, ID, 0, 5);
  expect(pieces.length).toBeLessThanOrEqual(21);
  expect(pieces.every(({ bytes, isWhole }) => bytes.length <= 24 * 1024 && !isWhole)).toBe(true);
  expect(pieces.map(({ part }) => part)).toEqual(pieces.map((_, i) => i));
  const text = textOf(pieces);
  expect(text).toContain('"connection":8');
  expect(text).not.toContain('"connection":1,');
});
