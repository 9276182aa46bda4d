import { describe, expect, it } from 'vitest';
import { fetchLayers } from '../../../protocol/layers';
import { readBack } from '../testing';

await fetchLayers();

const START = '2027-01-15T08:00:00.000Z';
const START_SECONDS = Date.parse(START) / 1000;
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

const fields = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([name, value]) => ({ name, value }));

/** An entry as Chromium writes it: of a WebSocket with Socket.IO, unless something else is given. */
function entry(more: Readonly<Record<string, unknown>> = {}) {
  return {
    startedDateTime: START,
    time: 12.5,
    _resourceType: 'websocket',
    serverIPAddress: '127.0.0.1',
    request: {
      method: 'GET',
      url: 'ws://localhost:3000/socket.io/?EIO=4&transport=websocket',
      headers: fields({
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': KEY,
        Host: 'localhost:3000',
      }),
    },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      headers: fields({ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Accept': ACCEPT }),
      content: { size: 0, mimeType: 'x-unknown' },
    },
    _webSocketMessages: [
      {
        type: 'receive',
        time: START_SECONDS + 0.1,
        opcode: 1,
        data: '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
      },
      { type: 'send', time: START_SECONDS + 0.2, opcode: 1, data: '40' },
      { type: 'receive', time: START_SECONDS + 0.3, opcode: 1, data: '40{"sid":"b"}' },
      {
        type: 'send',
        time: START_SECONDS + 0.4,
        opcode: 1,
        data: '451-["hello",{"_placeholder":true,"num":0}]',
      },
      { type: 'send', time: START_SECONDS + 0.5, opcode: 2, data: 'AQID' },
    ],
    ...more,
  };
}

const read = (...entries: readonly unknown[]) =>
  readBack(
    new TextEncoder().encode(JSON.stringify({ log: { version: '1.2', creator: {}, entries } }, null, 2)),
  );
const faultsIn = ({ file }: ReturnType<typeof read>) =>
  file.decoder.units.flatMap((unit) => file.faultOf(unit)?.message ?? []);

describe('a browser’s record', () => {
  it('of a WebSocket gives its handshake and messages, up to Socket.IO, with their times', () => {
    const result = read(entry());
    expect(
      result.units
        .map((unit) => unit.split(' ').slice(0, 4).join(' '))
        .filter((unit) => !/websocket|message/.test(unit)),
    ).toEqual([
      '1 http client request',
      '1 http server response',
      '1 engine.io server open',
      '1 socket.io client connect',
      '1 socket.io server connect',
      '1 socket.io client binary_event',
    ]);
    expect(result.units.filter((unit) => unit.includes('binary'))[0]).toContain('01 02 03');
    expect(result.events.find(({ kind }) => kind === 'open')).toMatchObject({
      server: { address: '127.0.0.1', port: 3000 },
    });
    const times = result.events.flatMap((event) =>
      event.kind === 'chunk' ? [event.atMicros / 1e6 - START_SECONDS] : [],
    );
    expect(times.map((time) => time.toFixed(1))).toEqual(['0.0', '0.0', '0.1', '0.2', '0.3', '0.4', '0.5']);
  });

  it('says that its bytes are made', () => {
    const { notes } = read(entry());
    expect(notes).toEqual([
      expect.objectContaining({
        what: 'browser-record',
        text: expect.stringContaining('which holds no bytes'),
      }),
    ]);
  });

  it('does not blame anybody for what browsers leave out, such as the key', () => {
    const bare = { method: 'GET', url: 'wss://a.example/', headers: [] };
    const answer = { status: 101, headers: [] };
    expect(faultsIn(read(entry({ request: bare, response: answer })))).not.toContainEqual(
      expect.stringMatching(/Sec-WebSocket|Upgrade|Host/),
    );
    // Chromium has no response where the connection was still open.
    expect(faultsIn(read(entry({ request: bare, response: { status: 0, headers: [] } })))).not.toContainEqual(
      expect.stringMatching(/Sec-WebSocket|Upgrade|Host/),
    );
  });

  it('shows a wrong accept value that was recorded', () => {
    const wrong = {
      status: 101,
      headers: fields({
        'Sec-WebSocket-Accept': ACCEPT.replace('s3', 'S3'),
        Upgrade: 'websocket',
        Connection: 'Upgrade',
      }),
    };
    expect(faultsIn(read(entry({ response: wrong })))).toContainEqual(
      expect.stringContaining('Sec-WebSocket-Accept must be'),
    );
  });

  it('of HTTP gives requests and responses, with the bodies as the page saw them', () => {
    const result = read(
      entry({
        _webSocketMessages: undefined,
        request: {
          method: 'POST',
          url: 'https://a.example/b?c=d',
          headers: fields({ ':authority': 'a.example', 'content-length': '5' }),
          postData: { text: 'héllo' },
        },
        response: {
          status: 200,
          statusText: 'OK',
          headers: fields({ 'Content-Encoding': 'gzip', 'Transfer-Encoding': 'chunked' }),
          content: { text: 'aGVsbG8=', encoding: 'base64' },
        },
      }),
    );
    expect(result.units[0]).toMatch(/Request target=\/b\?c=d .*Host=a\.example .*Content-Length=6 /);
    expect(result.units[1]).toMatch(/with a body of 5 bytes.*hello/);
    expect(faultsIn(result)).toEqual([]);
  });

  it('of HTTP Toolkit tells how the WebSocket was closed', () => {
    const { units } = read(entry({ _webSocketClose: { code: 1011, reason: 'oops' } }));
    expect(units.at(-1)).toMatch(/websocket server close .*1011/);
    const aborted = read(entry({ _webSocketClose: 'aborted' }));
    expect(aborted.units.length).toBeGreaterThan(5);
    expect(aborted.notes).toHaveLength(1);
  });

  it('may write times in milliseconds and directions in other words', () => {
    const messages = [
      { type: 'sent', time: START_SECONDS * 1000 + 700, opcode: '1', data: 'hi' },
      { type: 'received', time: START.replace('00.000', '01.500'), opcode: 1, data: 'there' },
      { type: 'error', time: START_SECONDS, data: 'no message' },
    ];
    const { events, units } = read(
      entry({ request: { method: 'GET', url: 'ws://a/', headers: [] }, _webSocketMessages: messages }),
    );
    expect(units.filter((unit) => unit.includes('1 message')).map((unit) => unit.slice(0, 21))).toEqual([
      '1 message client text',
      '1 message server text',
    ]);
    expect(
      events
        .flatMap((event) => (event.kind === 'chunk' ? [event.atMicros / 1e6 - START_SECONDS] : []))
        .slice(2),
    ).toEqual([expect.closeTo(0.7, 5), expect.closeTo(1.5, 5)]);
  });

  it('is read as far as it can be', () => {
    const { units, notes } = read(entry(), { request: 'none' });
    expect(units.length).toBeGreaterThan(5);
    expect(notes.at(-1)).toMatchObject({
      what: 'broken-file',
      text: '1 entry of the record cannot be read.',
    });
    expect(read().notes.at(-1)).toMatchObject({ what: 'nothing-found' });
  });
});
