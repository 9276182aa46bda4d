import { deflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { connect, frame, handshake, makeLab, startTestServer } from './test-server';

/** Longer than any frame header, so that a read ends inside the frame. */
const READ_BYTES = 40;

test.each([
  ['text that is not UTF-8', frame(1, Buffer.alloc(READ_BYTES - 6, 0xff)), 1007],
  [
    'a status code that is never sent',
    Buffer.concat([frame(8, Buffer.from([0x03, 0xed])), frame(9, 'x'.repeat(26))]),
    1002,
  ],
] as const)(
  'reads that wait behind a compressed message, then %s: the connection ends',
  async (_, broken, code) => {
    const thrown: unknown[] = [];
    const note = (error: unknown) => void thrown.push(error);
    process.on('uncaughtException', note);
    onTestFinished(() => void process.off('uncaughtException', note));
    const server = await startTestServer();
    const lab = await makeLab(server);
    // One write arrives as many reads in one turn, before anything can have been inflated.
    const order = JSON.stringify({ connection: 'next', readBytes: READ_BYTES });
    await fetch(`${lab.http}/impairment`, { method: 'PUT', body: order });
    const client = await connect(server);
    await client.send(
      handshake(`/lab/${lab.id}/ws?deflate=1`, { 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
    );
    await client.until('\r\n\r\n');
    const compressed = Buffer.from(
      frame(1, deflateRawSync(noise(READ_BYTES - 8), { finishFlush: 2 }).subarray(0, -4)),
    );
    compressed[0] = compressed[0]! | 0x40;
    expect(compressed.length).toBe(READ_BYTES);
    expect(broken.length).toBe(READ_BYTES);
    await client.send(Buffer.concat([compressed, broken, frame(1, 'what follows'.repeat(5))]));
    await client.closed();
    expect(thrown).toEqual([]);
    expect(client.received().subarray(-4)).toEqual(Buffer.from([0x88, 2, code >> 8, code & 255]));
    expect(await (await fetch(`${lab.http}/echo`, { method: 'POST', body: 'alive' })).text()).toBe('alive');
  },
);

/** Text of this many bytes that does not compress. */
const noise = (bytes: number) =>
  Array.from({ length: bytes }, (_, at) => String.fromCharCode(33 + ((at * 53) % 90))).join('');
