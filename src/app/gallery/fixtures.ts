import type { Capture } from '../../capture/capture';
import { closeFrame, frame, Recording } from '../../capture/recording/recording';
import { encodeEngineOpen, encodeHandshake, encodeRequest, encodeResponse } from '../../protocol/encode';
import { NEVER_MICROS } from '../../protocol/feed';
import { echo, opened, PAGE_REQUEST, page } from './fixture-parts';

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
  unchosen,
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
  const unfinished = 'GET /lab/4f1c/ws?call=1 HTTP/1.1\r\nHost: localhost:8101\r\nUpgrade: websocket\r\n';
  return new Recording().call(9_000, 'new WebSocket').open(9_400).client(9_900, unfinished).capture;
}

/** Two echoes, a heartbeat, and a third message. */
function messages(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  recording.server(5_821_000, frame('ping')).client(5_821_900, frame('pong'));
  echo(recording, 9_213_700, 'Hello again');
  return recording.capture;
}

/** An HTTP connection that ended, the page's WebSocket, a raw client, and a client from elsewhere. */
function several(): Capture {
  const recording = opened();
  recording
    .open(20_000, 2)
    .exchange(20_500, PAGE_REQUEST, page('200 OK'))
    .end(24_200, 'server', 'fin')
    .end(24_900, 'client', 'closed');
  echo(recording, 821_000, 'Hello');
  const foreign = recording
    .open(900_000, 3, { via: 'raw' })
    .exchange(900_300, 'GET /lab/4f1c/ws HTTP/1.1\r\n\r\n', page('400 Bad Request'), 700)
    .open(1_200_000, 4, { client: { address: '10.0.0.7', port: 40_112 } })
    .handshake(1_200_400, {
      fields: ['Origin: http://localhost:8101', 'User-Agent: python-websocket-client'],
    });
  for (const at of [1_400_000, 1_400_500, 1_401_000]) {
    foreign.client(at, frame('text', 'eleven more')).server(at + 100, frame('text', 'eleven more'));
  }
  return recording.capture;
}

/** 600 messages within a tenth of a second, each way. */
function burst(): Capture {
  const recording = opened();
  for (let i = 0; i < 600; i++) {
    const message = frame('text', `message ${i}`);
    recording.client(500_000 + i * 160, message).server(500_080 + i * 160, message);
  }
  return recording.capture;
}

/** One message in three frames, with a ping between them (RFC 6455 §5.4), and binary data. */
function fragments(): Capture {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
  return opened()
    .client(400_000, frame('text', 'One message, ', { isFinal: false }))
    .server(410_000, frame('ping', 'still there?'))
    .client(411_000, frame('pong', 'still there?'))
    .client(420_000, frame('continuation', 'three ', { isFinal: false }))
    .client(430_000, frame('continuation', 'frames.'))
    .server(440_000, frame('binary', bytes)).capture;
}

const SID = 'lv_VI97HAXpY6yYWAAAC';

/** An event and its acknowledgement, and the Engine.IO heartbeat. */
function socketio(): Capture {
  return new Recording()
    .open(9_400)
    .handshake(9_900, { target: '/lab/4f1c/socket.io/?EIO=4&transport=websocket', fields: [] })
    .server(12_900, frame('text', encodeEngineOpen(SID)))
    .client(14_000, frame('text', '40'))
    .server(15_100, frame('text', '40{"sid":"wZX3oN0bSVIhsaknAAAI"}'))
    .client(300_000, frame('text', '421["message","Hello",{"urgent":true}]'))
    .server(300_900, frame('text', '431["seen"]'))
    .server(1_300_900, frame('text', '2'))
    .client(1_301_800, frame('text', '3')).capture;
}

/** The lab adds 400 ms to each way. */
function delayed(): Capture {
  return opened()
    .impair(600_000, { delayMs: 400 })
    .client(821_000, frame('text', 'Hello'), 400_000)
    .server(1_622_000, frame('text', 'Hello'), 400_000).capture;
}

/** The lab swallows everything: a message, and the ping of a server that soon gives up. */
function swallowed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording
    .impair(1_000_000, { cut: 'black hole' })
    .client(1_400_000, frame('text', 'Anybody?'), NEVER_MICROS)
    .server(1_500_000, frame('ping'), NEVER_MICROS).capture;
}

/** Bytes without a protocol: three writes that arrived in two reads, and what came back. */
function plain(): Capture {
  return new Recording()
    .open(2_000, 1, { via: 'raw', isPlain: true })
    .exchange(3_000, 'ABCD', 'ABCD', 300)
    .exchange(103_000, 'EF', 'EF', 400).capture;
}

/** HTTP connections ended by each of the ways there are. */
function ended(): Capture {
  return new Recording()
    .open(2_000)
    .exchange(2_500, PAGE_REQUEST, page('200 OK'))
    .end(5_200, 'server', 'fin')
    .end(5_900, 'client', 'closed')
    .open(20_000, 2)
    .client(20_500, PAGE_REQUEST)
    .end(24_900, 'client', 'reset')
    .end(24_900, 'client', 'closed')
    .open(40_000, 3)
    .client(40_500, PAGE_REQUEST.slice(0, 30))
    .end(5_040_500, 'server', 'timeout')
    .end(5_041_000, 'server', 'closed').capture;
}

/** A closing handshake (RFC 6455 §7.1.2) in the middle of the conversation. */
function closed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording
    .client(2_000_000, closeFrame(1000, 'done'))
    .server(2_000_900, closeFrame(1000, 'done'))
    .end(2_001_000, 'server', 'fin')
    .end(2_001_600, 'client', 'closed').capture;
}

/** A frame from a client that is not masked: RFC 6455 §5.1 has the server end the connection. */
function fault(): Capture {
  return opened()
    .client(400_000, frame('text', 'Hello', { isMasked: false }))
    .server(401_000, closeFrame(1002, 'MASK must be set'))
    .end(402_000, 'server', 'fin')
    .end(403_000, 'client', 'closed').capture;
}

/** The server does not switch. */
function refused(): Capture {
  const request = encodeRequest('GET /lab/4f1c/ws', ['Connection: Upgrade', 'Upgrade: websocket']);
  return new Recording()
    .open(9_400)
    .exchange(9_900, request, page('426 Upgrade Required'))
    .end(13_000, 'server', 'fin')
    .end(13_500, 'client', 'closed').capture;
}

/** A page that offered subprotocols, and a server that chose none: the browser ends the connection. */
function unchosen(): Capture {
  const { client, server } = encodeHandshake({
    fields: ['Origin: http://localhost:8101', 'User-Agent: Mozilla/5.0'],
  });
  const offering = client
    .replace(/\r\n$/, 'Sec-WebSocket-Protocol: chat, token123\r\n\r\n')
    .replace('/ws', '/ws?call=1');
  return new Recording()
    .call(9_000, 'new WebSocket')
    .open(9_400)
    .exchange(9_900, offering, server)
    .end(14_000, 'client', 'fin')
    .end(14_200, 'server', 'closed').capture;
}

/** Values that are long in every respect: a message of 60 000 bytes, a path without an end, text of many scripts. */
function long(): Capture {
  const path = `/lab/4f1c/object/7?${'a-very-long-name=with-a-very-long-value&'.repeat(12)}`;
  return new Recording()
    .open(9_400, 1, { client: { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', port: 65_535 } })
    .exchange(9_900, encodeRequest(`GET ${path}`), page('200 OK'))
    .handshake(20_000)
    .client(900_000, frame('text', 'Grüße, 世界 — مرحبا 👋🏽 '.repeat(30)))
    .server(1_900_000, frame('binary', new Uint8Array(60_000).fill(0x2a))).capture;
}

/** Two answered requests, and three pipelined ones, of which the first is still being worked on (RFC 9112 §9.3.2). */
function turns(): Capture {
  return new Recording()
    .open(2_000)
    .exchange(2_500, PAGE_REQUEST, page('200 OK'))
    .exchange(900_000, PAGE_REQUEST, page('200 OK'))
    .client(1_800_000, PAGE_REQUEST.repeat(3)).capture;
}

/** An interim response has come (RFC 8297); the answer is still to come. */
function interim(): Capture {
  const hint = encodeResponse('103 Early Hints', null, ['Link: </style.css>; rel=preload']);
  return new Recording().open(2_000).exchange(2_500, PAGE_REQUEST, hint).capture;
}

/** Engine.IO by long polling: the server holds the second GET of the session; the same session has a second connection. */
function polling(): Capture {
  const target = '/lab/4f1c/socket.io/?EIO=4&transport=polling';
  const open = encodeResponse('200 OK', encodeEngineOpen(SID, ['websocket']), ['Content-Type: text/plain']);
  return new Recording()
    .open(2_000)
    .exchange(2_500, encodeRequest(`GET ${target}`), open)
    .client(9_000, encodeRequest(`GET ${target}&sid=${SID}`))
    .open(9_500, 2)
    .exchange(
      9_900,
      encodeRequest(`POST ${target}&sid=${SID}`, [], '40'),
      encodeResponse('200 OK', 'ok', ['Content-Type: text/html']),
    )
    .open(12_400_000, 3, { via: 'raw' }).capture;
}

/** The client has sent its FIN; the server's direction is still open. */
function halfClosed(): Capture {
  const recording = opened();
  echo(recording, 821_000, 'Hello');
  return recording.end(1_900_000, 'client', 'fin').capture;
}

/** WebSocket connections that died: reset, silence, a close frame without an answer, and a FIN out of nowhere. */
function deaths(): Capture {
  const recording = new Recording();
  for (const id of [1, 2, 3]) recording.open(id * 10_000, id).handshake(id * 10_000 + 500);
  return recording
    .client(800_000, frame('text', 'Hello'))
    .end(900_000, 'client', 'reset')
    .end(900_000, 'client', 'closed')
    .on(2)
    .server(1_000_000, frame('ping'))
    .end(31_000_000, 'server', 'timeout')
    .end(31_000_000, 'server', 'closed')
    .on(3)
    .server(31_500_000, closeFrame(1001, 'going away'))
    .end(32_000_000, 'server', 'fin')
    .end(32_000_500, 'server', 'closed').capture;
}

/** Forty connections, most of them quiet. */
function many(): Capture {
  const recording = new Recording();
  for (let id = 1; id <= 40; id++) {
    const opened = recording.open(id * 20_000, id);
    if (id % 3 === 0) opened.handshake(id * 20_000 + 400);
    else opened.exchange(id * 20_000 + 400, PAGE_REQUEST, page('200 OK'));
  }
  for (const id of [6, 12, 27]) {
    recording.on(id).exchange(1_500_000 + id, frame('text', 'Hello'), frame('text', 'Hello'), 500);
  }
  return recording.capture;
}
