import { FakeCapture } from '../../timeline/fake-capture';

/** Captures for the gallery: made by hand, in microseconds, so that every state can be looked at without a server. */
export const fixtures = { empty, handshake, messages, several, burst, socketio, ended, fault } as const;

export type FixtureName = keyof typeof fixtures;

function empty(): FakeCapture {
  return new FakeCapture();
}

/** One opening handshake, nothing else. */
function handshake(capture = new FakeCapture()): FakeCapture {
  return capture
    .call('new WebSocket', 1, 9_000)
    .connect(1, 9_400, { openedBy: 1 })
    .unit({ kind: 'request', sender: 'client', at: 9_900, bytes: 548, call: 1, label: 'GET /lab/…/ws' })
    .unit({
      kind: 'response',
      sender: 'server',
      at: 11_800,
      bytes: 129,
      switches: true,
      label: '101 Switching Protocols',
    })
    .call('open', 1, 12_300);
}

/** Two echoes, a heartbeat, and a third message on its way. */
function messages(): FakeCapture {
  const capture = handshake();
  echo(capture, 821_000);
  capture.unit({ kind: 'ping', sender: 'server', at: 5_821_000, bytes: 2, label: 'ping' });
  capture.unit({ kind: 'pong', sender: 'client', at: 5_821_900, bytes: 6, label: 'pong' });
  echo(capture, 9_213_700);
  return capture;
}

/** An HTTP connection that ended, a page's WebSocket, a raw client, and a client from elsewhere. */
function several(): FakeCapture {
  const capture = ended();
  echo(capture, 821_000);
  capture.connect(3, 900_000, { via: 'raw' });
  capture.unit({
    connection: 3,
    kind: 'request',
    sender: 'client',
    at: 900_300,
    bytes: 120,
    label: 'GET /lab/…/ws',
  });
  capture.unit({
    connection: 3,
    kind: 'response',
    sender: 'server',
    at: 901_000,
    bytes: 90,
    label: '400 Bad Request',
  });
  capture.connect(4, 1_200_000, { client: { address: '10.0.0.7', port: 40_112 } });
  capture.unit({
    connection: 4,
    kind: 'request',
    sender: 'client',
    at: 1_200_400,
    bytes: 220,
    label: 'GET /lab/…/ws',
  });
  capture.unit({
    connection: 4,
    kind: 'response',
    sender: 'server',
    at: 1_201_100,
    bytes: 129,
    switches: true,
    label: '101 Switching Protocols',
  });
  for (const at of [1_400_000, 1_400_500, 1_401_000]) {
    capture.unit({
      connection: 4,
      kind: 'text',
      sender: 'client',
      at,
      bytes: 17,
      label: 'text “eleven more”',
    });
    capture.unit({
      connection: 1,
      kind: 'text',
      sender: 'server',
      at: at + 100,
      bytes: 13,
      label: 'text “eleven more”',
    });
  }
  return capture;
}

/** 600 messages within a tenth of a second, each way. */
function burst(): FakeCapture {
  const capture = handshake();
  for (let i = 0; i < 600; i++) {
    capture.unit({ kind: 'text', sender: 'client', at: 500_000 + i * 160, bytes: 14, label: `text “${i}”` });
    capture.unit({ kind: 'text', sender: 'server', at: 500_080 + i * 160, bytes: 10, label: `text “${i}”` });
  }
  return capture;
}

/** An event and its acknowledgement, and the Engine.IO heartbeat. */
function socketio(): FakeCapture {
  const capture = handshake();
  const packet = (kind: 'event' | 'ack', label: string) => [
    { layer: 'message', kind: 'text', label: 'text “42…”' } as const,
    { layer: 'engine.io', kind: 'message', label: 'message' } as const,
    { layer: 'socket.io', kind, label } as const,
  ];
  capture.unit({
    kind: 'text',
    sender: 'client',
    at: 300_000,
    bytes: 40,
    carries: packet('event', 'EVENT message'),
  });
  capture.unit({ kind: 'text', sender: 'server', at: 300_900, bytes: 30, carries: packet('ack', 'ACK 0') });
  const heartbeat = [
    { layer: 'message', kind: 'text', label: 'text “2”' },
    { layer: 'engine.io', kind: 'ping', label: 'ping' },
  ] as const;
  capture.unit({ kind: 'text', sender: 'server', at: 1_300_900, bytes: 3, carries: heartbeat });
  return capture;
}

/** A connection ended by each of the ways there are. */
function ended(): FakeCapture {
  const capture = new FakeCapture();
  capture.connect(0, 2_000);
  capture.unit({
    connection: 0,
    kind: 'request',
    sender: 'client',
    at: 2_500,
    bytes: 410,
    label: 'GET /lab/…/page',
  });
  capture.unit({ connection: 0, kind: 'response', sender: 'server', at: 3_900, bytes: 900, label: '200 OK' });
  capture.end(0, 4_200, 'fin', 'server').end(0, 4_900, 'closed', 'client');
  handshake(capture);
  capture.connect(2, 20_000);
  capture.unit({
    connection: 2,
    kind: 'request',
    sender: 'client',
    at: 20_500,
    bytes: 410,
    label: 'GET /lab/…/page',
  });
  capture.end(2, 24_900, 'reset', 'client');
  return capture;
}

/** A frame from a client that is not masked. */
function fault(): FakeCapture {
  const broken = {
    message: 'A client must mask every frame.',
    spec: 'RFC 6455 §5.1',
    range: { start: 1, end: 2 },
    closeCode: 1002,
  };
  return handshake()
    .unit({ kind: 'text', sender: 'client', at: 400_000, bytes: 7, label: 'text', fault: broken })
    .unit({ kind: 'close', sender: 'server', at: 401_000, bytes: 4, label: 'close 1002' })
    .end(1, 402_000, 'fin', 'server')
    .end(1, 403_000, 'closed', 'client');
}

function echo(capture: FakeCapture, at: number): void {
  const carries = [{ layer: 'message', kind: 'text', label: 'text “Hello”' }] as const;
  capture
    .call('send', 1, at - 400)
    .unit({ kind: 'text', sender: 'client', at, bytes: 11, label: 'text', carries });
  capture.unit({ kind: 'text', sender: 'server', at: at + 600, bytes: 7, label: 'text', carries });
  capture.call('message', 1, at + 1_100);
}
