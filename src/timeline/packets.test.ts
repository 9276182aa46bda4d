import { expect, test } from 'vitest';
import { createCapture } from '../capture/create-capture';
import { lineText, packetsOf } from './packets';

/** Two HTTP exchanges on one connection that carry packets of two sessions, as a browser uses its connections. */
function polled() {
  const capture = createCapture();
  const end = { address: '127.0.0.1', port: 1 };
  let seq = 0;
  const offsets = { client: 0, server: 0 };
  capture.apply([
    { type: 'open', seq: ++seq, connection: 1, atMicros: 1, client: end, server: end, via: 'direct' },
  ]);
  const chunk = (sender: 'client' | 'server', text: string) => {
    const bytes = new TextEncoder().encode(text);
    capture.apply([
      {
        type: 'chunk',
        seq: ++seq,
        connection: 1,
        sender,
        atMicros: ++seq,
        offset: offsets[sender],
        heldMicros: 0,
        bytes,
      },
    ]);
    offsets[sender] += bytes.length;
  };
  const exchange = (sid: string, sent: string | null, answered: string) => {
    const target = `/lab/a/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const length = sent === null ? '' : `Content-Length: ${sent.length}\r\nContent-Type: text/plain\r\n`;
    chunk(
      'client',
      `${sent === null ? 'GET' : 'POST'} ${target} HTTP/1.1\r\nHost: a\r\n${length}\r\n${sent ?? ''}`,
    );
    chunk(
      'server',
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${answered.length}\r\n\r\n${answered}`,
    );
  };
  return { capture, exchange };
}

test('packets are counted in their session and direction, whatever connection carries them', () => {
  const { capture, exchange } = polled();
  exchange('one', '40', 'ok');
  exchange('two', '40', 'ok');
  exchange('one', null, '40{"sid":"x"}\u001e42["a"]');
  exchange('two', '42["b"]\u001e42["c"]', 'ok');
  const packets = packetsOf(capture);
  const named = (sid: string, sender: 'client' | 'server', ordinal: number) => {
    const unit = packets.unitOf({ sid, sender, ordinal });
    return unit && new TextDecoder().decode(capture.decoder.bytesOf(unit));
  };
  expect(named('one', 'client', 1)).toBe('0');
  expect(named('one', 'server', 2)).toBe('2["a"]');
  expect(named('two', 'client', 3)).toBe('2["c"]');
  expect(named('two', 'server', 1)).toBeUndefined();
});

test('a packet leads to the lines about it, and a line to its text as it ran', () => {
  const { capture, exchange } = polled();
  exchange('one', '42["a"]', 'ok');
  const ref = { sid: 'one', sender: 'client', ordinal: 1 } as const;
  const common = { end: 'client', client: 1, run: 1, packets: [] } as const;
  capture.addCode({ ...common, at: 0, kind: 'started', line: 0, text: "io();\n  socket.emit('a');" });
  const event = capture.addCode({ ...common, at: 1, kind: 'emit', line: 2, text: 'a', packets: [ref] });
  const unit = packetsOf(capture).unitOf(ref)!;
  expect(packetsOf(capture).linesOf(unit)).toEqual([event]);
  // The Engine.IO packet and the request have it, too: they carry nothing else.
  expect(packetsOf(capture).refOf(unit.inside!)).toEqual(ref);
  expect(packetsOf(capture).refOf(unit.inside!.inside!)).toEqual(ref);
  expect(lineText(capture, event)).toBe("socket.emit('a');");
});

test('what left later than its line ran is known once it has left', () => {
  const { capture, exchange } = polled();
  const event = capture.addCode({
    end: 'client',
    client: 1,
    run: 1,
    at: 1,
    kind: 'emit',
    line: 1,
    text: 'a',
    packets: [],
  });
  exchange('one', '42["a"]', 'ok');
  const ref = { sid: 'one', sender: 'client', ordinal: 1 } as const;
  expect(packetsOf(capture).linesOf(packetsOf(capture).unitOf(ref)!)).toEqual([]);
  capture.addPackets(event.id, [ref]);
  expect(packetsOf(capture).linesOf(packetsOf(capture).unitOf(ref)!)).toHaveLength(1);
});
