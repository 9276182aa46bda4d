import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { fieldNamed, slugOf, slugOfField, spoken, unitsNamed } from './slug';

const get = (path: string) => encodeRequest(`GET /lab/a/${path}`, ['Cookie: a', 'Cookie: b']);

type Move = (connection: Recording, at: number) => void;
const ON_WEBSOCKET: readonly Move[] = [
  (socket, at) => socket.client(at, frame('text', 'hi')),
  (socket, at) => socket.server(at, frame('text', 'hi')),
  (socket, at) => socket.server(at, frame('ping')),
  (socket, at) => socket.client(at, frame('pong')),
  (socket, at) => socket.client(at, closeFrame(1000)),
  (socket, at) => socket.server(at, frame(3)),
];
const ON_HTTP: readonly Move[] = [
  (http, at) => http.client(at, get('echo')),
  (http, at) => http.client(at, get('object/2')),
  (http, at) => http.server(at, encodeResponse('200 X', 'ok')),
  (http, at) => http.server(at, encodeResponse('404 X', 'ok')),
];

/** Any traffic on some connections: 1 and 3 are WebSockets whose targets bear a call's number, 2 is plain HTTP. */
function wireOf(moves: readonly (readonly [connection: number, move: number])[]): Recording {
  const recording = new Recording();
  for (const id of [1, 2, 3]) recording.open(0, id);
  for (const call of [1, 3]) recording.on(call).handshake(0, { call });
  moves.forEach(([connection, move], n) => {
    const possible = connection === 2 ? ON_HTTP : ON_WEBSOCKET;
    possible[move % possible.length]!(recording.on(connection), 10_000 + n * 10);
  });
  return recording;
}

const traffic = fc.array(fc.tuple(fc.constantFrom(1, 2, 3), fc.nat(11)), { maxLength: 30 });

describe('the name of a unit', () => {
  it('leads back to this unit and no other of its connection, whatever was on the wire', () => {
    fc.assert(
      fc.property(traffic, (moves) => {
        const { capture } = wireOf(moves);
        const { units } = capture.decoder;
        for (const unit of units) {
          const slug = slugOf(capture, units, unit);
          const here = unitsNamed(capture, units, slug).filter(
            ({ connection }) => connection === unit.connection,
          );
          expect(here, slug).toEqual([unit]);
        }
      }),
    );
  });

  it('stays as it is while more comes', () => {
    fc.assert(
      fc.property(traffic, traffic, (before, after) => {
        const early = wireOf(before).capture;
        const late = wireOf([...before, ...after]).capture;
        const whole = early.decoder.units.filter(({ partial }) => !partial);
        const names = ({ decoder }: typeof early, capture = early) =>
          whole.map(({ id }) => slugOf(capture, decoder.units, decoder.units[id]!));
        expect(names(late, late)).toEqual(names(early));
      }),
    );
  });

  it('is the same in each connection: one unit a connection has it', () => {
    const { capture } = wireOf([]);
    const named = unitsNamed(capture, capture.decoder.units, 'server-http-response-101');
    expect(named.map(({ connection }) => connection)).toEqual([1, 3]);
  });

  it('counts what a connection has several of', () => {
    const { capture } = wireOf(
      [
        [2, 2],
        [2, 2],
        [2, 3],
      ].map(([to, move]) => [to!, move!] as const),
    );
    const responses = capture.decoder.units.filter(
      ({ kind, connection }) => kind === 'response' && connection === 2,
    );
    expect(responses.map((unit) => slugOf(capture, capture.decoder.units, unit))).toEqual([
      'server-http-response-200',
      'server-http-response-200.2',
      'server-http-response-404',
    ]);
  });

  it('holds who sent it, its layer and its kind, as the protocol calls them', () => {
    const { capture } = wireOf([
      [1, 0],
      [1, 0],
      [1, 2],
    ]);
    const { units } = capture.decoder;
    const slugs = units
      .filter(({ layer }) => layer === 'websocket')
      .map((unit) => slugOf(capture, units, unit));
    expect(slugs).toEqual(['client-websocket-text', 'client-websocket-text.2', 'server-websocket-ping']);
  });

  it('names nothing that is not there, whatever one asks for', () => {
    const { capture } = wireOf([[1, 0]]);
    const slugs = ['your-second-frame', 'the-0th-frame', '', '.', 'server-http-response-101.9', '__proto__'];
    for (const slug of slugs) expect(unitsNamed(capture, capture.decoder.units, slug)).toEqual([]);
  });

  it('can be said before there is such a unit', () => {
    expect(spoken('server-http-response-101')).toBe('the 101 response');
    expect(spoken('server-http-response-200.2')).toBe('the second 200 response');
    expect(spoken('client-http-request-upgrade')).toBe('the upgrade request');
    expect(spoken('client-socket.io-binary_event')).toBe('the client’s first binary event (socket.io)');
    expect(spoken('nothing-that-is-known')).toBe('nothing-that-is-known');
  });
});

it('the name of a field leads back to it, also where a unit has two of the same name', () => {
  const { capture } = wireOf([
    [2, 0],
    [1, 0],
    [1, 4],
  ]);
  for (const unit of capture.decoder.units) {
    const fields = capture.decoder.fieldsOf(unit);
    for (const field of fields) expect(fieldNamed(fields, slugOfField(fields, field))).toBe(field);
  }
  expect(fieldNamed([], 'sec-websocket-accept')).toBeUndefined();
});
