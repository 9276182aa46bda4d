import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import { encodeFrame, encodeHandshake, encodeRequest } from './encode';
import { concat, hexBytes as hex, latin } from './testing/bytes';
import { WAIT_MICROS } from './waiting';

const SOCKET_IO = '/socket.io/?EIO=4&transport=websocket';

/** A connection whose bytes come at 0, and a clock that goes on. */
function opened(target = '/ws') {
  const decoder = createDecoder();
  const say = (sender: 'client' | 'server', bytes: Uint8Array, at = 0) => decoder.push(1, sender, bytes, at);
  const { client, server } = encodeHandshake({ target });
  say('client', latin(client));
  say('server', latin(server));
  const told = () =>
    decoder.units.flatMap(({ fault, kind }) => {
      const all = fault === null ? [] : [fault, ...(fault.others ?? [])];
      return all.map(({ message, hint = null, range }) => ({ kind, message, hint, range }));
    });
  return { decoder, say, told };
}

/** One exchange: a request, and these bytes of its response. */
function answered(response: string) {
  const decoder = createDecoder();
  decoder.push(1, 'client', latin(encodeRequest('GET /')), 0);
  decoder.push(1, 'server', latin(response), 0);
  const told = () => {
    const { fault } = decoder.units.find(({ kind }) => kind === 'response')!;
    return fault && [fault.message, fault.hint ?? null];
  };
  return { decoder, told };
}

const HEAD = 'HTTP/1.1 200 OK\r\n';

describe('a frame that lacks bytes', () => {
  it('is noted when nothing has come for a while, and not before', () => {
    const { decoder, say, told } = opened();
    say('server', concat(hex('817ec800'), new Uint8Array(200).fill(97)));
    decoder.passTo(WAIT_MICROS - 1);
    expect(told()).toEqual([]);
    decoder.passTo(WAIT_MICROS);
    expect(told()).toEqual([
      {
        kind: 'text',
        message:
          'This frame is not complete: 200 of 51,200 bytes of its payload have come, and nothing for 5 s after them. The server still owes 51,000 bytes.',
        hint: 'In the other byte order c8 00 is 200, as many bytes as came. The highest byte of a length goes first.',
        range: { start: 1, end: 4 },
      },
    ]);
  });

  it('names no byte order when the length does not fit what came', () => {
    const { decoder, say, told } = opened();
    say('client', hex('818a00000000616263'));
    decoder.passTo(WAIT_MICROS);
    expect(told()).toEqual([
      {
        kind: 'text',
        message:
          'This frame is not complete: 3 of 10 bytes of its payload have come, and nothing for 5 s after them. The client still owes 7 bytes.',
        hint: null,
        range: { start: 1, end: 2 },
      },
    ]);
  });

  it('is noted inside its header, too', () => {
    const { decoder, say, told } = opened();
    say('server', hex('827f0000'));
    decoder.passTo(WAIT_MICROS);
    expect(told()[0]?.message).toBe(
      'This frame is not complete: 4 of 10 bytes of its header have come, and nothing for 5 s after them. The server still owes 6 bytes.',
    );
  });

  it('loses the note when more comes, and gets another one with the next silence', () => {
    const { decoder, say, told } = opened();
    say('server', hex('810561'));
    decoder.passTo(WAIT_MICROS);
    say('server', hex('62'), WAIT_MICROS + 1);
    expect(told()).toEqual([]);
    decoder.passTo(2 * WAIT_MICROS);
    expect(told()).toEqual([]);
    decoder.passTo(2 * WAIT_MICROS + 1);
    expect(told()[0]?.message).toContain('2 of 5 bytes');
    say('server', hex('636465'), 3 * WAIT_MICROS);
    decoder.passTo(9 * WAIT_MICROS);
    expect(told()).toEqual([]);
  });

  it('is cut off, and nothing else, when its connection ends', () => {
    const { decoder, say, told } = opened();
    say('server', hex('820561'));
    decoder.passTo(WAIT_MICROS);
    decoder.end(1, 'server');
    expect(told().map(({ message }) => message)).toEqual([
      'The connection ended inside this frame: 1 of 5 bytes of its payload came.',
      'The connection ended before this message was complete.',
    ]);
  });

  it('is not noted where its receiver has failed the connection', () => {
    const { decoder, say, told } = opened();
    say('server', concat(hex('a10161'), hex('8105')));
    decoder.passTo(WAIT_MICROS);
    expect(told().map(({ message }) => message)).toEqual(['RSV2 must be 0: no agreed extension uses it.']);
  });

  it('names the byte order of a length beyond all endpoints', () => {
    const { decoder, say, told } = opened();
    say('server', concat(hex('827f0500000000000000'), latin('Hello')));
    expect(told()[0]?.hint).toBeNull();
    decoder.passTo(WAIT_MICROS);
    expect(told()[0]?.hint).toBe(
      'In the other byte order 05 00 00 00 00 00 00 00 is 5. The highest byte of a length goes first.',
    );
  });

  it('is not looked for between frames', () => {
    const { decoder, say, told } = opened();
    say('server', encodeFrame('text', 'a', { isMasked: false, isFinal: false }));
    decoder.passTo(9 * WAIT_MICROS);
    expect(told()).toEqual([]);
  });
});

describe('frames that came in one write with the 101', () => {
  const NOTE =
    'The server wrote this together with the end of its 101 response, and the client has sent nothing since its request.';
  const { client, server } = encodeHandshake({ target: '/ws' });
  const withAnswer = (kind: 'text' | 'ping', answer = server) => {
    const decoder = createDecoder();
    decoder.push(1, 'client', latin(client), 0);
    decoder.push(1, 'server', concat(latin(answer), encodeFrame(kind, 'a', { isMasked: false })), 0);
    const noted = () => {
      const { fault } = decoder.units.find((unit) => unit.layer === 'websocket')!;
      return [fault, ...(fault?.others ?? [])].some((each) => each?.message === NOTE);
    };
    return { decoder, noted };
  };

  it('are not noted after a 101 that the client refuses', () => {
    const { decoder, noted } = withAnswer('text', server.replace('Accept: ', 'Accept: x'));
    decoder.end(1, 'client');
    decoder.end(1, 'server');
    expect(noted()).toBe(false);
    expect(decoder.units.find((unit) => unit.layer === 'websocket')!.fault).toBeNull();
    const { decoder: waiting, noted: notedWaiting } = withAnswer(
      'ping',
      server.replace('Accept: ', 'Accept: x'),
    );
    waiting.passTo(WAIT_MICROS);
    expect(notedWaiting()).toBe(false);
  });

  it('are noted when the connection ends, and the client has not said a word', () => {
    const { decoder, noted } = withAnswer('text');
    decoder.passTo(9 * WAIT_MICROS);
    expect(noted()).toBe(false);
    decoder.end(1, 'client');
    expect(noted()).toBe(true);
  });

  it('are noted when a Ping among them stays without an answer', () => {
    const { decoder, noted } = withAnswer('ping');
    expect(noted()).toBe(false);
    decoder.passTo(WAIT_MICROS);
    expect(noted()).toBe(true);
  });

  it('are not, when the client says something', () => {
    const { decoder, noted } = withAnswer('ping');
    decoder.push(1, 'client', encodeFrame('text', 'b', { isMasked: true }), 1);
    decoder.passTo(WAIT_MICROS);
    decoder.end(1, 'client');
    expect(noted()).toBe(false);
  });

  it('are not, when they came in a write of their own', () => {
    const { decoder, say, told } = opened();
    say('server', encodeFrame('ping', 'a', { isMasked: false }));
    decoder.passTo(WAIT_MICROS);
    decoder.end(1, 'client');
    expect(told().map(({ message }) => message)).not.toContain(NOTE);
  });
});

describe('a response that lacks bytes', () => {
  it.each([
    [
      'Content-Length: 9\r\n\r\nHello',
      'The server stopped inside the body: 5 of 9 bytes have come. Nothing has come for 5 s after that. It still owes 4 bytes.',
      null,
    ],
    [
      'Content-Length: 44\r\n\r\nHello',
      'The server stopped inside the body: 5 of 44 bytes have come. Nothing has come for 5 s after that. It still owes 39 bytes.',
      '44 is how many bytes head and body have together. Content-Length counts the body alone (5 bytes).',
    ],
    [
      'Content-Length: 5\r\n',
      'The server stopped inside the head: 36 bytes have come, and no empty line to end it. Nothing has come for 5 s after that.',
      'The last line is whole: only the empty line is missing that ends a head (0d 0a).',
    ],
    [
      'Transfer-Encoding: chunked\r\n\r\na\r\nHello',
      'The server stopped inside a chunk: 5 of 10 bytes have come. Nothing has come for 5 s after that. It still owes 5 bytes.',
      null,
    ],
    [
      'Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n',
      'The server stopped before the empty line that ends the body. Nothing has come for 5 s after that.',
      null,
    ],
  ])('%j', (rest, message, hint) => {
    const { decoder, told } = answered(HEAD + rest);
    decoder.passTo(WAIT_MICROS - 1);
    expect(told()).toBeNull();
    decoder.passTo(WAIT_MICROS);
    expect(told()).toEqual([message, hint]);
    decoder.push(1, 'server', latin('x'), WAIT_MICROS + 1);
    expect(told()?.[0] ?? '').not.toContain('Nothing has come');
  });

  it.each([
    'Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n',
    'Transfer-Encoding: chunked\r\n\r\n',
    '\r\nHello',
  ])('may take its time between two parts: %j', (rest) => {
    const { decoder, told } = answered(HEAD + rest);
    decoder.passTo(99 * WAIT_MICROS);
    expect(told()).toBeNull();
  });
});

describe('a CONNECT to a namespace', () => {
  const text = (sender: 'client' | 'server', payload: string) =>
    encodeFrame('text', payload, { isMasked: sender === 'client' });
  const asking = () => {
    const session = opened(SOCKET_IO);
    session.say(
      'server',
      text('server', '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'),
    );
    session.say('client', text('client', '40'), 1000);
    return session;
  };

  it('is noted when it has no answer for a while, long before the next ping', () => {
    const { decoder, told } = asking();
    decoder.passTo(1000 + WAIT_MICROS - 1);
    expect(told()).toEqual([]);
    decoder.passTo(1000 + WAIT_MICROS);
    expect(told().map(({ message }) => message)).toEqual([
      'The server has not answered this CONNECT to the namespace / within 5 s.',
    ]);
  });

  it('loses the note with its answer', () => {
    const { decoder, say, told } = asking();
    decoder.passTo(1000 + WAIT_MICROS);
    say('server', text('server', '40{"sid":"b"}'), 9 * WAIT_MICROS);
    decoder.passTo(99 * WAIT_MICROS);
    expect(told()).toEqual([]);
  });
});
