import type { Capture } from '../../capture/capture';
import { NEVER_MICROS } from '../../protocol/feed';
import { echo, opened, PAGE_REQUEST, page } from './fixture-parts';
import { Recording } from './recording';

/**
 * The states of the instrument, one function each. To add one: a function that returns a recording's capture, and its
 * name in this list.
 */
export const fixtures = {
  empty,
  opening,
  handshake: () => opened().capture,
  messages,
  several,
  burst,
  fragments,
  socketio,
  delayed,
  swallowed,
  plain,
  ended,
  closed,
  fault,
  refused,
  long,
  turns,
  interim,
  polling,
  halfClosed,
  deaths,
  many,
} satisfies Record<string, () => Capture>;

export type FixtureName = keyof typeof fixtures;

/** Whether a query names a fixture. */
export function isFixture(name: string | null): name is FixtureName {
  return name !== null && Object.hasOwn(fixtures, name);
}

function empty(): Capture {
  return new Recording().capture;
}

/** The request is there, the answer is not. */
function opening(): Capture {
  return new Recording()
    .call('new WebSocket', 1, 9_000)
    .connect(1, 9_400)
    .bytes(
      1,
      'client',
      9_900,
      'GET /lab/4f1c/ws?call=1 HTTP/1.1\r\nHost: localhost:8101\r\nUpgrade: websocket\r\n',
    ).capture;
}

/** Two echoes, a heartbeat, and a third message. */
function messages(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  recording.frame('server', 'ping', 5_821_000).frame('client', 'pong', 5_821_900);
  echo(recording, 9_213_700, 'Hello again');
  return recording.capture;
}

/** An HTTP connection that ended, the page's WebSocket, a raw client, and a client from elsewhere. */
function several(): Capture {
  const recording = opened();
  recording
    .connect(2, 20_000)
    .exchange(2, 20_500, PAGE_REQUEST, page('HTTP/1.1 200 OK'))
    .end(2, 24_200, 'fin', 'server')
    .end(2, 24_900, 'closed', 'client');
  echo(recording, 821_000, 'Hello');
  recording
    .connect(3, 900_000, { via: 'raw' })
    .exchange(3, 900_300, 'GET /lab/4f1c/ws HTTP/1.1\r\n\r\n', page('HTTP/1.1 400 Bad Request'), 700)
    .connect(4, 1_200_000, { client: { address: '10.0.0.7', port: 40_112 } })
    .handshake(4, 1_200_400);
  for (const at of [1_400_000, 1_400_500, 1_401_000]) {
    recording.frame('client', 'text', at, 'eleven more', { connection: 4 });
    recording.frame('server', 'text', at + 100, 'eleven more', { connection: 4 });
  }
  return recording.capture;
}

/** 600 messages within a tenth of a second, each way. */
function burst(): Capture {
  const recording = opened();
  for (let i = 0; i < 600; i++) {
    recording.frame('client', 'text', 500_000 + i * 160, `message ${i}`);
    recording.frame('server', 'text', 500_080 + i * 160, `message ${i}`);
  }
  return recording.capture;
}

/** One message in three frames, with a ping between them (RFC 6455 §5.4), and binary data. */
function fragments(): Capture {
  return opened()
    .frame('client', 'text', 400_000, 'One message, ', { isFinal: false })
    .frame('server', 'ping', 410_000, 'still there?')
    .frame('client', 'pong', 411_000, 'still there?')
    .frame('client', 'continuation', 420_000, 'three ', { isFinal: false })
    .frame('client', 'continuation', 430_000, 'frames.')
    .frame(
      'server',
      'binary',
      440_000,
      Uint8Array.from({ length: 300 }, (_, i) => i),
    ).capture;
}

/** An event and its acknowledgement, and the Engine.IO heartbeat. */
function socketio(): Capture {
  return new Recording()
    .connect(1, 9_400)
    .bytes(
      1,
      'client',
      9_900,
      'GET /lab/4f1c/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:8101\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    .bytes(
      1,
      'server',
      11_800,
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    )
    .frame(
      'server',
      'text',
      12_900,
      '0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    )
    .frame('client', 'text', 14_000, '40')
    .frame('server', 'text', 15_100, '40{"sid":"wZX3oN0bSVIhsaknAAAI"}')
    .frame('client', 'text', 300_000, '421["message","Hello",{"urgent":true}]')
    .frame('server', 'text', 300_900, '431["seen"]')
    .frame('server', 'text', 1_300_900, '2')
    .frame('client', 'text', 1_301_800, '3').capture;
}

/** The lab adds 400 ms to each way. */
function delayed(): Capture {
  return opened()
    .delay(1, 600_000, 400)
    .frame('client', 'text', 821_000, 'Hello', { heldMicros: 400_000 })
    .frame('server', 'text', 1_622_000, 'Hello', { heldMicros: 400_000 }).capture;
}

/** The lab swallows everything: a message, and the ping of a server that soon gives up. */
function swallowed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording
    .cut(1, 1_000_000, 'black hole')
    .frame('client', 'text', 1_400_000, 'Anybody?', { heldMicros: NEVER_MICROS })
    .frame('server', 'ping', 1_500_000, '', { heldMicros: NEVER_MICROS }).capture;
}

/** Bytes without a protocol: three writes that arrived in two reads, and what came back. */
function plain(): Capture {
  return new Recording()
    .connect(1, 2_000, { via: 'raw', isPlain: true })
    .bytes(1, 'client', 3_000, 'ABCD')
    .bytes(1, 'server', 3_300, 'ABCD')
    .bytes(1, 'client', 103_000, 'EF')
    .bytes(1, 'server', 103_400, 'EF').capture;
}

/** HTTP connections ended by each of the ways there are. */
function ended(): Capture {
  return new Recording()
    .connect(1, 2_000)
    .exchange(1, 2_500, PAGE_REQUEST, page('HTTP/1.1 200 OK'))
    .end(1, 5_200, 'fin', 'server')
    .end(1, 5_900, 'closed', 'client')
    .connect(2, 20_000)
    .bytes(2, 'client', 20_500, PAGE_REQUEST)
    .end(2, 24_900, 'reset', 'client')
    .end(2, 24_900, 'closed', 'client')
    .connect(3, 40_000)
    .bytes(3, 'client', 40_500, PAGE_REQUEST.slice(0, 30))
    .end(3, 5_040_500, 'timeout', 'server')
    .end(3, 5_041_000, 'closed', 'server').capture;
}

/** A closing handshake (RFC 6455 §7.1.2) in the middle of the conversation. */
function closed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording
    .close('client', 2_000_000, 1000, 'done')
    .close('server', 2_000_900, 1000, 'done')
    .end(1, 2_001_000, 'fin', 'server')
    .end(1, 2_001_600, 'closed', 'client').capture;
}

/** A frame from a client that is not masked: RFC 6455 §5.1 has the server end the connection. */
function fault(): Capture {
  return opened()
    .frame('client', 'text', 400_000, 'Hello', { isMasked: false })
    .close('server', 401_000, 1002, 'MASK must be set')
    .end(1, 402_000, 'fin', 'server')
    .end(1, 403_000, 'closed', 'client').capture;
}

/** The server does not switch. */
function refused(): Capture {
  return new Recording()
    .connect(1, 9_400)
    .exchange(
      1,
      9_900,
      'GET /lab/4f1c/ws HTTP/1.1\r\nHost: localhost:8101\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      page('HTTP/1.1 426 Upgrade Required'),
    )
    .end(1, 13_000, 'fin', 'server')
    .end(1, 13_500, 'closed', 'client').capture;
}

/** Values that are long in every respect: a message of 60 000 bytes, a path without an end, text of many scripts. */
function long(): Capture {
  const recording = new Recording().connect(1, 9_400, {
    client: { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', port: 65_535 },
  });
  recording.exchange(
    1,
    9_900,
    `GET /lab/4f1c/object/7?${'a-very-long-name=with-a-very-long-value&'.repeat(12)} HTTP/1.1\r\nHost: localhost:8101\r\n\r\n`,
    page('HTTP/1.1 200 OK'),
  );
  return recording
    .handshake(1, 20_000)
    .frame('client', 'text', 900_000, 'Grüße, 世界 — مرحبا 👋🏽 '.repeat(30))
    .frame('server', 'binary', 1_900_000, new Uint8Array(60_000).fill(0x2a)).capture;
}

/** Two answered requests, and three pipelined ones, of which the first is still being worked on (RFC 9112 §9.3.2). */
function turns(): Capture {
  return new Recording()
    .connect(1, 2_000)
    .exchange(1, 2_500, PAGE_REQUEST, page('HTTP/1.1 200 OK'))
    .exchange(1, 900_000, PAGE_REQUEST, page('HTTP/1.1 200 OK'))
    .bytes(1, 'client', 1_800_000, PAGE_REQUEST.repeat(3)).capture;
}

/** An interim response has come (RFC 8297); the answer is still to come. */
function interim(): Capture {
  const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n';
  return new Recording().connect(1, 2_000).exchange(1, 2_500, PAGE_REQUEST, hint).capture;
}

/** Engine.IO by long polling: the server holds the second GET of the session; the same session has a second connection. */
function polling(): Capture {
  const poll = (query: string) =>
    `GET /lab/4f1c/socket.io/?EIO=4&transport=polling${query} HTTP/1.1\r\nHost: localhost:8101\r\n\r\n`;
  const sid = 'lv_VI97HAXpY6yYWAAAC';
  const open = `0{"sid":"${sid}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}`;
  return new Recording()
    .connect(1, 2_000)
    .exchange(
      1,
      2_500,
      poll(''),
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${open.length}\r\n\r\n${open}`,
    )
    .bytes(1, 'client', 9_000, poll(`&sid=${sid}`))
    .connect(2, 9_500)
    .exchange(
      2,
      9_900,
      `POST /lab/4f1c/socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: localhost:8101\r\nContent-Length: 2\r\n\r\n40`,
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok',
    )
    .connect(3, 12_400_000, { via: 'raw' }).capture;
}

/** The client has sent its FIN; the server's direction is still open. */
function halfClosed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording.end(1, 1_900_000, 'fin', 'client').capture;
}

/** WebSocket connections that died: reset, silence, a close frame without an answer, and a FIN out of nowhere. */
function deaths(): Capture {
  const recording = new Recording();
  for (const id of [1, 2, 3]) recording.connect(id, id * 10_000).handshake(id, id * 10_000 + 500);
  return recording
    .frame('client', 'text', 800_000, 'Hello', { connection: 1 })
    .end(1, 900_000, 'reset', 'client')
    .end(1, 900_000, 'closed', 'client')
    .frame('server', 'ping', 1_000_000, '', { connection: 2 })
    .end(2, 31_000_000, 'timeout', 'server')
    .end(2, 31_000_000, 'closed', 'server')
    .close('server', 31_500_000, 1001, 'going away', 3)
    .end(3, 32_000_000, 'fin', 'server')
    .end(3, 32_000_500, 'closed', 'server').capture;
}

/** Forty connections, most of them quiet. */
function many(): Capture {
  const recording = new Recording();
  for (let id = 1; id <= 40; id++) {
    const at = id * 20_000;
    recording.connect(id, at);
    if (id % 3 === 0) recording.handshake(id, at + 400);
    else recording.exchange(id, at + 400, PAGE_REQUEST, page('HTTP/1.1 200 OK'));
  }
  for (const connection of [6, 12, 27]) {
    recording.frame('client', 'text', 1_500_000 + connection, 'Hello', { connection });
    recording.frame('server', 'text', 1_500_500 + connection, 'Hello', { connection });
  }
  return recording.capture;
}
