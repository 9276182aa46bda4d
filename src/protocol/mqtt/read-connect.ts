import type { FieldReader } from './field-reader';
import { type Facts, qosText } from './packet-facts';
import { readCode, readReasonProperties } from './read-outcome';
import { readProperties } from './read-properties';

/** Names of the protocol before a CONNECT's flags, and their levels (MQTT 5.0 §3.1.2.1, §3.1.2.2). */
const LEVELS: Readonly<Record<string, readonly number[]>> = { MQTT: [4, 5], MQIsdp: [3] };
const PROTOCOLS: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5.0' };

interface ConnectFlags {
  readonly hasUserName: boolean;
  readonly hasPassword: boolean;
  readonly hasWill: boolean;
  readonly isClean: boolean;
}

/** Reads CONNECT (MQTT 5.0 §3.1). */
export function readConnect(reader: FieldReader, facts: Facts): void {
  if (!readProtocol(reader, facts)) return;
  const flags = readFlags(reader);
  if (flags === null) return;
  facts.isClean = flags.isClean;
  const seconds = reader.uint('Keep Alive', 2, 'mqtt-keep-alive', '3.1.2.10', (value) => `${value} s`);
  if (seconds !== null) facts.keepAliveSeconds = seconds;
  if (reader.version === 5) readProperties(reader, 'connect');
  const idStart = reader.at;
  const id = reader.text('Client Identifier', 'mqtt-client-id', '3.1.3.1');
  if (id !== null) facts.clientId = id;
  if (id === '' && reader.version === 4 && !flags.isClean) {
    reader.blame('Without a Client Identifier, Clean Session must be 1.', '3.1.3.1', idStart);
  }
  if (flags.hasWill) readWill(reader);
  if (flags.hasUserName) reader.text('User Name', 'mqtt-user-name', ['3.1.3.5', '3.1.3.4']);
  if (flags.hasPassword) reader.data('Password', 'mqtt-password', ['3.1.3.6', '3.1.3.5']);
}

/** False when the rest cannot be read. */
function readProtocol(reader: FieldReader, facts: Facts): boolean {
  const start = reader.at;
  const name = reader.text('Protocol Name', 'mqtt-protocol-name', '3.1.2.1');
  if (name === null) return false;
  const levels = Object.hasOwn(LEVELS, name) ? LEVELS[name]! : null;
  if (levels === null) {
    reader.fail('The Protocol Name is “MQTT” (“MQIsdp” in version 3.1).', '3.1.2.1', start);
    return false;
  }
  const level = reader.uint('Protocol Version', 1, 'mqtt-protocol-version', '3.1.2.2', (value) =>
    PROTOCOLS[value] === undefined ? `${value}` : `${value}: MQTT ${PROTOCOLS[value]}`,
  );
  if (level === null) return false;
  if (!levels.includes(level)) {
    reader.fail(`${name} has no version with the number ${level}.`, '3.1.2.2', reader.at - 1);
    return false;
  }
  facts.protocol = PROTOCOLS[level]!;
  reader.version = level === 5 ? 5 : 4;
  return true;
}

function readFlags(reader: FieldReader): ConnectFlags | null {
  const byte = reader.byte('Connect Flags', '3.1.2.3');
  if (reader.isStopped) return null;
  const has = (mask: number) => (byte & mask) !== 0;
  const bit = (name: string, at: number, term: string, section: string) =>
    reader.addBits(name, at, at + 1, has(0x80 >> at) ? '1' : '0', term, section);
  const qos = (byte >> 3) & 3;
  bit('User Name Flag', 0, 'mqtt-user-name-flag', '3.1.2.8');
  bit('Password Flag', 1, 'mqtt-password-flag', '3.1.2.9');
  bit('Will Retain', 2, 'mqtt-will-retain', '3.1.2.7');
  reader.addBits('Will QoS', 3, 5, qosText(qos), 'mqtt-will-qos', '3.1.2.6');
  bit('Will Flag', 5, 'mqtt-will-flag', '3.1.2.5');
  bit(reader.version === 5 ? 'Clean Start' : 'Clean Session', 6, 'mqtt-clean-start', '3.1.2.4');
  bit('Reserved', 7, 'mqtt-reserved', '3.1.2.3');
  const start = reader.at - 1;
  if (has(1)) reader.blame('The last of the Connect Flags is reserved, and 0.', '3.1.2.3', start);
  if (qos === 3) reader.blame('QoS 3 does not exist.', '3.1.2.6', start);
  if (!has(4) && qos > 0) reader.blame('Without a Will, the Will QoS is 0.', '3.1.2.6', start);
  if (!has(4) && has(0x20)) reader.blame('Without a Will, Will Retain is 0.', '3.1.2.7', start);
  if (reader.version === 4 && has(0x40) && !has(0x80)) {
    reader.blame('In this version there is no password without a user name.', '3.1.2.9', start);
  }
  return { hasUserName: has(0x80), hasPassword: has(0x40), hasWill: has(4), isClean: has(2) };
}

function readWill(reader: FieldReader): void {
  if (reader.version === 5) readProperties(reader, 'will');
  reader.text('Will Topic', 'mqtt-will-topic', ['3.1.3.3', '3.1.3.2']);
  reader.data('Will Payload', 'mqtt-will-payload', ['3.1.3.4', '3.1.3.3']);
}

/** Reads CONNACK (MQTT 5.0 §3.2). */
export function readConnack(reader: FieldReader, facts: Facts): void {
  const byte = reader.byte('Connect Acknowledge Flags', '3.2.2.1');
  if (reader.isStopped) return;
  facts.isSessionPresent = (byte & 1) === 1;
  reader.addBits('Reserved', 0, 7, (byte >> 1).toString(2).padStart(7, '0'), 'mqtt-reserved', '3.2.2.1');
  reader.addBits('Session Present', 7, 8, `${byte & 1}`, 'mqtt-session-present', ['3.2.2.1.1', '3.2.2.2']);
  if (byte > 1) {
    reader.blame('All Connect Acknowledge Flags but the last are 0.', '3.2.2.1', reader.at - 1);
  }
  const name = reader.version === 5 ? 'Connect Reason Code' : 'Connect Return Code';
  readCode(reader, facts, 'connack', name, ['3.2.2.2', '3.2.2.3']);
  if (facts.codes?.[0] && facts.isSessionPresent) {
    const start = reader.at - 2;
    reader.blame(
      'A connection that is refused has no Session Present.',
      ['3.2.2.1.1', '3.2.2.2'],
      start,
      start + 1,
    );
  }
  if (reader.version === 5) readReasonProperties(reader, facts, 'connack');
}
