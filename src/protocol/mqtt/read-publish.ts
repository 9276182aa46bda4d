import type { FieldReader } from './field-reader';
import type { Facts } from './packet-facts';
import { readPacketId } from './read-outcome';
import { readProperties } from './read-properties';

/** Reads PUBLISH after its fixed header (MQTT 5.0 §3.3). */
export function readPublish(reader: FieldReader, facts: Facts): void {
  const start = reader.at;
  const topic = reader.text('Topic Name', 'mqtt-topic-name', '3.3.2.1');
  if (topic === null) return;
  facts.topic = topic;
  if (/[#+]/.test(topic)) {
    reader.blame('A message goes to one topic: its name has no wildcard, “#” or “+”.', '3.3.2.1', start);
  }
  const nameEnd = reader.at;
  if (facts.qos === 1 || facts.qos === 2) readPacketId(reader, facts);
  const properties = reader.version === 5 ? readProperties(reader, 'publish') : null;
  const alias = properties?.get('Topic Alias');
  if (alias !== undefined) facts.topicAlias = Number(alias);
  if (topic === '' && alias === undefined && !reader.isStopped) {
    const message =
      properties === null
        ? 'A Topic Name has at least one character.'
        : 'Neither a Topic Name nor a Topic Alias says where the message goes.';
    reader.blame(message, ['3.3.2.1', '4.7.3'], start, nameEnd);
  }
  if (reader.isStopped) return;
  facts.payloadStart = reader.at;
  reader.rest('Application Message', 'mqtt-application-message', '3.3.3');
}
