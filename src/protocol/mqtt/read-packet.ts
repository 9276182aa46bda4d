import type { Fault, Field } from '../layer-unit';
import { count } from '../text';
import { FieldReader } from './field-reader';
import { type Facts, qosText } from './packet-facts';
import { flagsOf, kindOf, type MqttKind, type MqttVersion } from './packet-types';
import { readConnack, readConnect } from './read-connect';
import { readAck, readDisconnect } from './read-outcome';
import { readPublish } from './read-publish';
import { readSuback, readSubscribe, readUnsuback, readUnsubscribe } from './read-subscriptions';

/** A control packet, from the bytes so far. */
export interface Packet {
  readonly kind: MqttKind | null;
  /** The standard by which it was read; a CONNECT names its own. */
  readonly version: MqttVersion;
  readonly fields: readonly Field[];
  readonly fault: Fault | null;
  readonly facts: Readonly<Facts>;
}

const READERS: Readonly<Record<MqttKind, (reader: FieldReader, facts: Facts, kind: MqttKind) => void>> = {
  connect: readConnect,
  connack: readConnack,
  publish: readPublish,
  puback: readAck,
  pubrec: readAck,
  pubrel: readAck,
  pubcomp: readAck,
  subscribe: readSubscribe,
  suback: readSuback,
  unsubscribe: readUnsubscribe,
  unsuback: readUnsuback,
  pingreq: () => {},
  pingresp: () => {},
  disconnect: readDisconnect,
  auth: readDisconnect,
};

/** Reads a control packet whose first bytes are `bytes`, and of which `size` bytes have come. Never throws. */
export function readPacket(bytes: Uint8Array, size: number, version: MqttVersion): Packet {
  const reader = new FieldReader(bytes, size, version);
  const facts: Facts = {};
  const kind = readFirstByte(reader, facts);
  const length = reader.varint('Remaining Length', 'mqtt-remaining-length', ['2.1.4', '2.2.3'], (remaining) =>
    count(remaining, 'byte'),
  );
  if (length !== null) {
    reader.end = reader.at + length;
    if (kind !== null) READERS[kind](reader, facts, kind);
  }
  // Fields before the version cited the other standard.
  if (reader.version !== version) return readPacket(bytes, size, reader.version);
  reader.finish();
  return { kind, version, fields: reader.fields, fault: reader.fault, facts };
}

/** Type and flags (MQTT 5.0 §2.1.2, §2.1.3). */
function readFirstByte(reader: FieldReader, facts: Facts): MqttKind | null {
  const byte = reader.byte('first byte', ['2.1.1', '2.2']);
  if (reader.isStopped) return null;
  const kind = kindOf(byte, reader.version);
  const name = kind?.toUpperCase() ?? 'reserved';
  const term = kind === null ? 'mqtt-type' : `mqtt-type-${kind}`;
  reader.addBits('Packet type', 0, 4, `${byte >> 4} ${name}`, term, ['2.1.2', '2.2.1']);
  if (kind === 'publish') readPublishFlags(reader, facts, byte);
  else {
    const flags = byte & 15;
    const shown = flags.toString(2).padStart(4, '0');
    reader.addBits('Flags', 4, 8, shown, 'mqtt-flags', ['2.1.3', '2.2.2']);
    if (kind === null) reader.blame(`Packet type ${byte >> 4} is reserved.`, ['2.1.2', '2.2.1'], 0);
    else if (flags !== flagsOf(kind)) {
      const due = flagsOf(kind).toString(2).padStart(4, '0');
      reader.blame(`The flags of ${name} are always ${due}, not ${shown}.`, ['2.1.3', '2.2.2'], 0);
    }
  }
  return kind;
}

function readPublishFlags(reader: FieldReader, facts: Facts, byte: number): void {
  const qos = (byte >> 1) & 3;
  facts.isDuplicate = (byte & 8) !== 0;
  facts.isRetained = (byte & 1) !== 0;
  facts.qos = qos;
  reader.addBits('DUP', 4, 5, facts.isDuplicate ? '1 sent again' : '0', 'mqtt-dup', '3.3.1.1');
  reader.addBits('QoS', 5, 7, qosText(qos), 'mqtt-qos', '3.3.1.2');
  reader.addBits('RETAIN', 7, 8, facts.isRetained ? '1 kept' : '0', 'mqtt-retain', '3.3.1.3');
  if (qos === 3) reader.blame('QoS 3 does not exist.', '3.3.1.2', 0);
  else if (qos === 0 && facts.isDuplicate) {
    reader.blame('A message with QoS 0 is never sent again: its DUP flag is 0.', '3.3.1.1', 0);
  }
}
