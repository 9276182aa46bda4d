import { createDecoder } from '../create-decoder';
import type { Decoder, WritableDecoder } from '../decoder';
import { concat, handshake, hexBytes } from '../testing/units';
import type { Peer, Unit } from '../unit';
import { mqtt } from './layer';

// So that decoders need not wait.
await mqtt.source!.fetch();

const OPENED = handshake({ target: '/broker', subprotocol: 'mqtt' });

/** A decoder whose connection 1 has agreed on the subprotocol `mqtt`. */
export function mqttDecoder(): WritableDecoder {
  const decoder = createDecoder();
  decoder.push(1, 'client', OPENED.client, 0);
  decoder.push(1, 'server', OPENED.server, 0);
  return decoder;
}

/** One WebSocket message in one frame: binary (opcode 2) by default; a client's is masked. */
export function message(sender: Peer, payload: Uint8Array, opcode = 2): Uint8Array {
  const isMasked = sender === 'client';
  const bit = isMasked ? 0x80 : 0;
  const { length } = payload;
  const size = length < 126 ? [bit | length] : [bit | 127, 0, 0, 0, 0, ...bytesOf(length)];
  const key = isMasked ? [0x8a, 0x6a, 0x8e, 0x10] : [];
  const body = isMasked ? payload.map((byte, i) => byte ^ key[i % 4]!) : payload;
  return concat(Uint8Array.of(0x80 | opcode, ...size, ...key), body);
}

const bytesOf = (length: number): number[] => [24, 16, 8, 0].map((shift) => (length >>> shift) & 255);

/** CONNECT of MQTT 5.0 and of 3.1.1 with the Client Identifier “a”, and the CONNACKs that accept them. */
export const CONNECT = {
  5: '100e 0004 4d515454 05 02 003c 00 0001 61',
  4: '100d 0004 4d515454 04 02 003c 0001 61',
};
export const CONNACK = { 5: '2003 00 00 00', 4: '2002 00 00' };

/** A decoder that has read these packets in hexadecimal, each in a message of its own, after CONNECT and CONNACK. */
export function connected(version: 4 | 5, ...packets: readonly (readonly [Peer, string])[]): WritableDecoder {
  const decoder = mqttDecoder();
  const all = [['client', CONNECT[version]], ['server', CONNACK[version]], ...packets] as const;
  for (const [sender, hex] of all) decoder.push(1, sender, message(sender, hexBytes(hex)), 1);
  return decoder;
}

/** The control packets so far. */
export function packetsOf(decoder: Decoder): Unit[] {
  return decoder.units.filter(({ layer }) => layer === 'mqtt');
}
