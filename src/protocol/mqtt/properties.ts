import type { MqttKind } from './packet-types';

/** Where properties may be: in a packet, or in the part of CONNECT that is about the Will. */
export type PropertyPlace = MqttKind | 'will';

/** How the value of a property is written (MQTT 5.0 §1.5). */
export type PropertyType = 'flag' | 'uint16' | 'uint32' | 'varint' | 'text' | 'data' | 'pair';

/** One property of MQTT 5.0. */
export interface Property {
  readonly name: string;
  readonly type: PropertyType;
  readonly places: readonly PropertyPlace[];
  /** The section of MQTT 5.0 that says what it means, in the packet where it is explained first. */
  readonly section: string;
  /** It may appear more than once. */
  readonly isList?: true;
  /** 0 is a protocol error. */
  readonly isPositive?: true;
}

const ANSWERED: readonly PropertyPlace[] = [
  'connack',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'suback',
  'unsuback',
  'disconnect',
  'auth',
];

/** By identifier (MQTT 5.0 §2.2.2.2, table 2-4). */
export const PROPERTIES: ReadonlyMap<number, Property> = new Map([
  [0x01, of('Payload Format Indicator', 'flag', ['publish', 'will'], '3.3.2.3.2')],
  [0x02, of('Message Expiry Interval', 'uint32', ['publish', 'will'], '3.3.2.3.3')],
  [0x03, of('Content Type', 'text', ['publish', 'will'], '3.3.2.3.9')],
  [0x08, of('Response Topic', 'text', ['publish', 'will'], '3.3.2.3.5')],
  [0x09, of('Correlation Data', 'data', ['publish', 'will'], '3.3.2.3.6')],
  [
    0x0b,
    of('Subscription Identifier', 'varint', ['publish', 'subscribe'], '3.8.2.1.2', { isPositive: true }),
  ],
  [0x11, of('Session Expiry Interval', 'uint32', ['connect', 'connack', 'disconnect'], '3.1.2.11.2')],
  [0x12, of('Assigned Client Identifier', 'text', ['connack'], '3.2.2.3.7')],
  [0x13, of('Server Keep Alive', 'uint16', ['connack'], '3.2.2.3.14')],
  [0x15, of('Authentication Method', 'text', ['connect', 'connack', 'auth'], '3.1.2.11.9')],
  [0x16, of('Authentication Data', 'data', ['connect', 'connack', 'auth'], '3.1.2.11.10')],
  [0x17, of('Request Problem Information', 'flag', ['connect'], '3.1.2.11.7')],
  [0x18, of('Will Delay Interval', 'uint32', ['will'], '3.1.3.2.2')],
  [0x19, of('Request Response Information', 'flag', ['connect'], '3.1.2.11.6')],
  [0x1a, of('Response Information', 'text', ['connack'], '3.2.2.3.15')],
  [0x1c, of('Server Reference', 'text', ['connack', 'disconnect'], '3.2.2.3.16')],
  [0x1f, of('Reason String', 'text', ANSWERED, '3.2.2.3.9')],
  [0x21, of('Receive Maximum', 'uint16', ['connect', 'connack'], '3.1.2.11.3', { isPositive: true })],
  [0x22, of('Topic Alias Maximum', 'uint16', ['connect', 'connack'], '3.1.2.11.5')],
  [0x23, of('Topic Alias', 'uint16', ['publish'], '3.3.2.3.4', { isPositive: true })],
  [0x24, of('Maximum QoS', 'flag', ['connack'], '3.2.2.3.4')],
  [0x25, of('Retain Available', 'flag', ['connack'], '3.2.2.3.5')],
  [
    0x26,
    of(
      'User Property',
      'pair',
      ['connect', 'publish', 'will', 'subscribe', 'unsubscribe', ...ANSWERED],
      '3.1.2.11.8',
      { isList: true },
    ),
  ],
  [0x27, of('Maximum Packet Size', 'uint32', ['connect', 'connack'], '3.1.2.11.4', { isPositive: true })],
  [0x28, of('Wildcard Subscription Available', 'flag', ['connack'], '3.2.2.3.11')],
  [0x29, of('Subscription Identifiers Available', 'flag', ['connack'], '3.2.2.3.12')],
  [0x2a, of('Shared Subscription Available', 'flag', ['connack'], '3.2.2.3.13')],
]);

function of(
  name: string,
  type: PropertyType,
  places: readonly PropertyPlace[],
  section: string,
  more: Pick<Property, 'isList' | 'isPositive'> = {},
): Property {
  return { name, type, places, section, ...more };
}

/** A message may match several subscriptions, each with its identifier (§3.3.2.3.8); a SUBSCRIBE has one at most. */
export function mayRepeat({ isList, name }: Property, place: PropertyPlace): boolean {
  return isList === true || (place === 'publish' && name === 'Subscription Identifier');
}

/** The term of a property: `mqtt-receive-maximum`. */
export function propertyTerm(name: string): string {
  return `mqtt-${name.toLowerCase().replaceAll(' ', '-')}`;
}
