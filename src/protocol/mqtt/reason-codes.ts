import type { MqttKind, MqttVersion } from './packet-types';

/** Reason codes of MQTT 5.0 (§2.4); `reasonOf` has the packets in which 0 means something else. */
const REASONS: Readonly<Record<number, string>> = {
  0: 'Success',
  1: 'Granted QoS 1',
  2: 'Granted QoS 2',
  4: 'Disconnect with Will Message',
  16: 'No matching subscribers',
  17: 'No subscription existed',
  24: 'Continue authentication',
  25: 'Re-authenticate',
  128: 'Unspecified error',
  129: 'Malformed Packet',
  130: 'Protocol Error',
  131: 'Implementation specific error',
  132: 'Unsupported Protocol Version',
  133: 'Client Identifier not valid',
  134: 'Bad User Name or Password',
  135: 'Not authorized',
  136: 'Server unavailable',
  137: 'Server busy',
  138: 'Banned',
  139: 'Server shutting down',
  140: 'Bad authentication method',
  141: 'Keep Alive timeout',
  142: 'Session taken over',
  143: 'Topic Filter invalid',
  144: 'Topic Name invalid',
  145: 'Packet Identifier in use',
  146: 'Packet Identifier not found',
  147: 'Receive Maximum exceeded',
  148: 'Topic Alias invalid',
  149: 'Packet too large',
  150: 'Message rate too high',
  151: 'Quota exceeded',
  152: 'Administrative action',
  153: 'Payload format invalid',
  154: 'Retain not supported',
  155: 'QoS not supported',
  156: 'Use another server',
  157: 'Server moved',
  158: 'Shared Subscriptions not supported',
  159: 'Connection rate exceeded',
  160: 'Maximum connect time',
  161: 'Subscription Identifiers not supported',
  162: 'Wildcard Subscriptions not supported',
};

const PUBLISHED = [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99];
const RELEASED = [0x00, 0x92];

/** Which of them a packet may carry: the tables of §3.2.2.2, §3.4.2.1 and so on. */
const ALLOWED: Readonly<Partial<Record<MqttKind, readonly number[]>>> = {
  connack: [
    0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x90, 0x95, 0x97, 0x99,
    0x9a, 0x9b, 0x9c, 0x9d, 0x9f,
  ],
  puback: PUBLISHED,
  pubrec: PUBLISHED,
  pubrel: RELEASED,
  pubcomp: RELEASED,
  suback: [0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8f, 0x91, 0x97, 0x9e, 0xa1, 0xa2],
  unsuback: [0x00, 0x11, 0x80, 0x83, 0x87, 0x8f, 0x91],
  disconnect: [
    0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8b, 0x8d, 0x8e, 0x8f, 0x90, 0x93, 0x94, 0x95, 0x96,
    0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2,
  ],
  auth: [0x00, 0x18, 0x19],
};

/** Return codes of CONNACK in MQTT 3.1.1 (§3.2.2.3). */
const CONNECT_RETURNS = [
  'Connection Accepted',
  'Unacceptable protocol version',
  'Identifier rejected',
  'Server unavailable',
  'Bad user name or password',
  'Not authorized',
];

const SUBSCRIBE_RETURNS: Readonly<Record<number, string>> = {
  0: 'Maximum QoS 0',
  1: 'Maximum QoS 1',
  2: 'Maximum QoS 2',
  128: 'Failure',
};

/** What a reason or return code says in this packet; null when the packet may not carry it. */
export function reasonOf(kind: MqttKind, version: MqttVersion, code: number): string | null {
  if (version === 4) return (kind === 'connack' ? CONNECT_RETURNS[code] : SUBSCRIBE_RETURNS[code]) ?? null;
  if (!ALLOWED[kind]?.includes(code)) return null;
  if (kind === 'suback' && code === 0) return 'Granted QoS 0';
  if (kind === 'disconnect' && code === 0) return 'Normal disconnection';
  return REASONS[code] ?? null;
}
