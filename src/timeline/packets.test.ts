import { expect, test } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { lineText, packetsOf } from './packets';

/** HTTP exchanges on one connection that carry packets of several sessions, as a browser uses its connections. */
function polled() {
  const recording = new Recording().open(1);
  const { capture } = recording;
  const exchange = (sid: string, sent: string | null, answered: string) => {
    const target = `/lab/a/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const type = ['Content-Type: text/plain'];
    const request =
      sent === null ? encodeRequest(`GET ${target}`) : encodeRequest(`POST ${target}`, type, sent);
    recording.exchange(capture.lastAt + 1, request, encodeResponse('200 OK', answered, type), 1);
  };
  return { recording, capture, exchange };
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
  const { recording, capture, exchange } = polled();
  exchange('one', '42["a"]', 'ok');
  const ref = { sid: 'one', sender: 'client', ordinal: 1 } as const;
  recording
    .code(0, { end: 'client', kind: 'started', line: 0, text: "io();\n  socket.emit('a');" })
    .code(1, { end: 'client', kind: 'emit', line: 2, text: 'a', packets: [ref] });
  const event = capture.code[1]!;
  const unit = packetsOf(capture).unitOf(ref)!;
  expect(packetsOf(capture).linesOf(unit)).toEqual([event]);
  // The Engine.IO packet and the request have it, too: they carry nothing else.
  expect(packetsOf(capture).refOf(unit.inside!)).toEqual(ref);
  expect(packetsOf(capture).refOf(unit.inside!.inside!)).toEqual(ref);
  expect(lineText(capture, event)).toBe("socket.emit('a');");
});

test('what left later than its line ran is known once it has left', () => {
  const { recording, capture, exchange } = polled();
  recording.code(1, { end: 'client', kind: 'emit', text: 'a' });
  exchange('one', '42["a"]', 'ok');
  const ref = { sid: 'one', sender: 'client', ordinal: 1 } as const;
  expect(packetsOf(capture).linesOf(packetsOf(capture).unitOf(ref)!)).toEqual([]);
  capture.addPackets(0, [ref]);
  expect(packetsOf(capture).linesOf(packetsOf(capture).unitOf(ref)!)).toHaveLength(1);
});
