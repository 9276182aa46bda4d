import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeHandshake } from '../protocol/encode';
import { openingFaultOf } from './opening-fault';

const { client: ASKED, server: SWITCHED } = encodeHandshake();
const OFFERING = ASKED.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: chat, token123\r\n\r\n');
const WHY = 'The client offered the subprotocols “chat” and “token123”, and the server chose none.';
const failing = () => new Recording().open(0).exchange(100, OFFERING, SWITCHED);
const faultOf = ({ capture }: Recording) => openingFaultOf(capture.decoder, 1);

describe('why an opening handshake came to nothing', () => {
  it('is the rule that the 101 breaks, or the refusal', () => {
    expect(faultOf(failing())?.message).toBe(WHY);
    const refused = new Recording()
      .open(0)
      .exchange(100, ASKED, 'HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n');
    expect(faultOf(refused)).toMatchObject({ kind: 'notice', message: expect.stringContaining('503 No') });
  });

  it('is nothing for a client that went on, for a sound 101, and before any answer', () => {
    expect(faultOf(failing().client(9_000, frame('text', 'Hi')))).toBeNull();
    expect(faultOf(new Recording().open(0).exchange(100, ASKED, SWITCHED))).toBeNull();
    expect(faultOf(new Recording().open(0).client(100, ASKED))).toBeNull();
    expect(faultOf(new Recording().open(0))).toBeNull();
  });
});
