import { grouped } from '../text';
import type { FieldReader, Section } from './field-reader';
import type { Facts } from './packet-facts';
import type { MqttKind } from './packet-types';
import { readProperties } from './read-properties';
import { reasonOf } from './reason-codes';

const SECTIONS: Readonly<Partial<Record<MqttKind, string>>> = {
  puback: '3.4.2.1',
  pubrec: '3.5.2.1',
  pubrel: '3.6.2.1',
  pubcomp: '3.7.2.1',
  disconnect: '3.14.2.1',
  auth: '3.15.2.1',
};

/** The Packet Identifier, which pairs a packet with its answer (MQTT 5.0 §2.2.1). */
export function readPacketId(reader: FieldReader, facts: Facts): void {
  const section: Section = ['2.2.1', '2.3.1'];
  const id = reader.uint('Packet Identifier', 2, 'mqtt-packet-id', section, grouped);
  if (id === null) return;
  facts.packetId = id;
  if (id === 0) reader.blame('A Packet Identifier is not 0.', section, reader.at - 2);
}

/** Reads PUBACK, PUBREC, PUBREL and PUBCOMP (MQTT 5.0 §3.4 to §3.7). */
export function readAck(reader: FieldReader, facts: Facts, kind: MqttKind): void {
  readPacketId(reader, facts);
  if (reader.version === 5) readOutcome(reader, facts, kind);
}

/** Reads DISCONNECT and AUTH (MQTT 5.0 §3.14, §3.15). */
export function readDisconnect(reader: FieldReader, facts: Facts, kind: MqttKind): void {
  if (reader.version === 5) readOutcome(reader, facts, kind);
}

/** Reason code and properties; either may be left out, which means success (§3.4.2.1). */
function readOutcome(reader: FieldReader, facts: Facts, kind: MqttKind): void {
  if (reader.hasMore) readCode(reader, facts, kind, 'Reason Code', SECTIONS[kind]!);
  if (reader.hasMore) readReasonProperties(reader, facts, kind);
}

/** One reason or return code; a fault if the packet may not carry it. */
export function readCode(
  reader: FieldReader,
  facts: Facts,
  kind: MqttKind,
  name: string,
  section: Section,
): void {
  const { version } = reader;
  const show = (code: number) =>
    `0x${code.toString(16).padStart(2, '0')} ${reasonOf(kind, version, code) ?? 'unknown'}`;
  const code = reader.uint(name, 1, version === 5 ? 'mqtt-reason-code' : 'mqtt-return-code', section, show);
  if (code === null) return;
  const reason = reasonOf(kind, version, code);
  facts.codes = [...(facts.codes ?? []), code];
  facts.reason ??= reason ?? 'unknown';
  if (reason === null) {
    const hexCode = `0x${code.toString(16).padStart(2, '0')}`;
    reader.blame(`${kind.toUpperCase()} has no code ${hexCode}.`, section, reader.at - 1);
  }
}

/** The properties of an answering packet, among them the reason in words. */
export function readReasonProperties(reader: FieldReader, facts: Facts, kind: MqttKind): void {
  const text = readProperties(reader, kind).get('Reason String');
  if (text !== undefined) facts.reasonText = text;
}
