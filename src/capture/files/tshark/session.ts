import { deflateRawSync } from 'node:zlib';
import { encodeFrame, encodeRequest, encodeResponse } from '../../../protocol/encode';
import { closeFrame, frame, Recording, type Said } from '../../recording/recording';
import type { FileEvent } from '../event';
import { RecordEvents } from '../save/record-events';

/** The Unix time at which the session begins, in microseconds. */
const EPOCH_MICROS = 1_800_000_000_000_000;

/** A message compressed on its own (RFC 7692 §7.2.1), in frames of `sizes` bytes and the rest. */
function compressed(text: string, sizes: readonly number[] = []): Said {
  // Without the four bytes that a flush leaves at the end.
  const bytes = deflateRawSync(text, { finishFlush: 2 }).subarray(0, -4);
  return (sender) => {
    const frames: Uint8Array[] = [];
    let at = 0;
    for (const size of [...sizes, bytes.length]) {
      const payload = bytes.subarray(at, at + size);
      const isFirst = at === 0;
      at += payload.length;
      const options = { isFinal: at === bytes.length, isCompressed: isFirst, isMasked: sender === 'client' };
      frames.push(encodeFrame(isFirst ? 'text' : 'continuation', payload, options));
      if (at === bytes.length) break;
    }
    return Uint8Array.from(frames.flatMap((part) => [...part]));
  };
}

/**
 * A session with all that connections have: opening handshakes, fragments with a ping between them, control frames,
 * compressed messages, lengths of all three sizes, Socket.IO over polling and WebSocket, a close and a reset.
 */
export function session(): FileEvent[] {
  const recording = new Recording();
  const sid = 'lv_VI97HAXpY6yYWAAAC';
  const polling = recording.open(1000, 1);
  const poll = (target: string) => encodeRequest(`GET /socket.io/?EIO=4&transport=polling${target}`);
  const text = ['Content-Type: text/plain; charset=UTF-8'];
  const open = `0${JSON.stringify({ sid, upgrades: ['websocket'], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 })}`;
  polling
    .exchange(2000, poll(''), encodeResponse('200 OK', open, text))
    .exchange(
      5000,
      encodeRequest(`POST /socket.io/?EIO=4&transport=polling&sid=${sid}`, text, '40'),
      encodeResponse('200 OK', 'ok', text),
    )
    .exchange(8000, poll(`&sid=${sid}`), encodeResponse('200 OK', '40{"sid":"x1"}\u001e42["hi","é"]', text));
  recording
    .open(11_000, 2)
    .handshake(12_000, { target: `/socket.io/?EIO=4&transport=websocket&sid=${sid}` })
    .client(15_000, frame('text', '2probe'))
    .server(15_500, frame('text', '3probe'))
    .client(16_000, frame('text', '5'))
    .client(17_000, [frame('text', '42["a",1]'), frame('text', '42["b",2]')])
    .server(18_000, [
      frame('text', '451-["file",{"_placeholder":true,"num":0}]'),
      frame('binary', Uint8Array.of(1, 2, 3)),
    ]);
  recording
    .open(20_000, 3)
    .handshake(21_000, {
      target: '/ws',
      extensions: 'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
    })
    .client(24_000, compressed('Hello, compressed world. '.repeat(8)))
    .server(24_500, compressed('Hello, compressed world. '.repeat(8), [5, 9]))
    .client(25_000, [frame('text', 'He', { isFinal: false }), frame('ping', 'between')])
    .client(25_100, frame('continuation', 'llo'))
    .server(25_500, frame('pong', 'between'))
    .server(26_000, frame('binary', new Uint8Array(300).fill(7)))
    .server(27_000, frame('text', 'x'.repeat(70_000)))
    .client(28_000, closeFrame(1000, 'bye'))
    .server(28_500, closeFrame(1000))
    .end(29_000, 'server', 'fin')
    .end(29_100, 'client', 'fin');
  recording
    .open(30_000, 4)
    .handshake(31_000, { target: '/ws' })
    .client(34_000, frame('text', 'about to be reset'))
    .end(35_000, 'server', 'reset');
  const events: FileEvent[] = [];
  const made = new RecordEvents((event) => events.push(event));
  for (const record of recording.records) made.take(record, EPOCH_MICROS);
  return events;
}
