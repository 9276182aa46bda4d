import type { FieldReader } from './field-reader';
import { type Facts, qosText } from './packet-facts';
import { readCode, readPacketId, readReasonProperties } from './read-outcome';
import { readProperties } from './read-properties';

/** Reads SUBSCRIBE (MQTT 5.0 §3.8). */
export function readSubscribe(reader: FieldReader, facts: Facts): void {
  readPacketId(reader, facts);
  if (reader.version === 5) readProperties(reader, 'subscribe');
  readFilters(reader, facts, '3.8.3', true);
}

/** Reads UNSUBSCRIBE (MQTT 5.0 §3.10). */
export function readUnsubscribe(reader: FieldReader, facts: Facts): void {
  readPacketId(reader, facts);
  if (reader.version === 5) readProperties(reader, 'unsubscribe');
  readFilters(reader, facts, '3.10.3', false);
}

function readFilters(reader: FieldReader, facts: Facts, section: string, hasOptions: boolean): void {
  const first = reader.at;
  const filters: string[] = [];
  facts.filters = filters;
  if (!reader.isStopped && !reader.hasMore) {
    reader.blame('There is at least one Topic Filter.', section, 0, first);
  }
  while (reader.hasMore) {
    const start = reader.at;
    const filter = reader.text('Topic Filter', 'mqtt-topic-filter', section);
    if (filter === null) return;
    filters.push(filter);
    checkFilter(reader, filter, start);
    if (hasOptions) readOptions(reader, filter);
  }
}

/** MQTT 5.0 §4.7: “+” stands for one whole level, “#” for all that follow. */
function checkFilter(reader: FieldReader, filter: string, start: number): void {
  if (filter === '') reader.blame('A Topic Filter has at least one character.', '4.7.3', start);
  const levels = filter.split('/');
  const isWrong = levels.some(
    (level, index) =>
      (level.length > 1 && /[#+]/.test(level)) || (level === '#' && index < levels.length - 1),
  );
  if (!isWrong) return;
  reader.blame('A wildcard stands for a whole level, and “#” for the last one.', ['4.7.1', '4.7.1'], start);
}

const RETAIN_HANDLING = [
  '0 send kept messages',
  '1 send them to a new subscription',
  '2 send none',
  '3 reserved',
];

/** What the client wants to get, and how (MQTT 5.0 §3.8.3.1; in MQTT 3.1.1 the QoS alone). */
function readOptions(reader: FieldReader, filter: string): void {
  const name = reader.version === 5 ? 'Subscription Options' : 'Requested QoS';
  const section = ['3.8.3.1', '3.8.3'] as const;
  const byte = reader.byte(name, section);
  if (reader.isStopped) return;
  const start = reader.at - 1;
  const qos = byte & 3;
  if (reader.version === 5) {
    const retain = (byte >> 4) & 3;
    reader.addBits('Reserved', 0, 2, (byte >> 6).toString(2).padStart(2, '0'), 'mqtt-reserved', section);
    reader.addBits('Retain Handling', 2, 4, RETAIN_HANDLING[retain]!, 'mqtt-retain-handling', section);
    reader.addBits('Retain As Published', 4, 5, `${(byte >> 3) & 1}`, 'mqtt-retain-as-published', section);
    reader.addBits('No Local', 5, 6, `${(byte >> 2) & 1}`, 'mqtt-no-local', section);
    if (retain === 3) reader.blame('Retain Handling 3 does not exist.', section, start);
    if ((byte & 4) !== 0 && filter.startsWith('$share/')) {
      reader.blame('A shared subscription cannot have No Local.', section, start);
    }
  } else reader.addBits('Reserved', 0, 6, (byte >> 2).toString(2).padStart(6, '0'), 'mqtt-reserved', section);
  reader.addBits('QoS', 6, 8, qosText(qos), 'mqtt-requested-qos', section);
  if (qos === 3) reader.blame('QoS 3 does not exist.', section, start);
  const reserved = reader.version === 5 ? byte >> 6 : byte >> 2;
  if (reserved !== 0) reader.blame('The reserved bits of a subscription are 0.', section, start);
}

/** Reads SUBACK (MQTT 5.0 §3.9). */
export function readSuback(reader: FieldReader, facts: Facts): void {
  readPacketId(reader, facts);
  if (reader.version === 5) readReasonProperties(reader, facts, 'suback');
  const name = reader.version === 5 ? 'Reason Code' : 'Return Code';
  while (reader.hasMore) readCode(reader, facts, 'suback', name, '3.9.3');
}

/** Reads UNSUBACK (MQTT 5.0 §3.11); in MQTT 3.1.1 it has no payload. */
export function readUnsuback(reader: FieldReader, facts: Facts): void {
  readPacketId(reader, facts);
  if (reader.version === 4) return;
  readReasonProperties(reader, facts, 'unsuback');
  while (reader.hasMore) readCode(reader, facts, 'unsuback', 'Reason Code', '3.11.3');
}
