import type { LayerUnit, Peer } from '../layer-unit';
import { MQTT_KINDS, type MqttKind } from './kinds';

export { MQTT_KINDS, type MqttKind } from './kinds';

/** A control packet, as its own layer knows it. */
export type MqttUnit = LayerUnit<'mqtt', MqttKind>;

/** The protocol level of CONNECT, which decides how all packets of the connection are read: 5, or 4 for 3.1.1 and 3.1. */
export type MqttVersion = 4 | 5;

/** The kind of a packet that begins with this byte; null for a reserved type. */
export function kindOf(byte0: number, version: MqttVersion): MqttKind | null {
  const kind = MQTT_KINDS[(byte0 >> 4) - 1] ?? null;
  return kind === 'auth' && version === 4 ? null : kind;
}

/** The four lower bits of the first byte, which are fixed for all packets but PUBLISH (MQTT 5.0 §2.1.3). */
export function flagsOf(kind: MqttKind): number {
  return kind === 'pubrel' || kind === 'subscribe' || kind === 'unsubscribe' ? 2 : 0;
}

const ONLY_FROM: Readonly<Partial<Record<MqttKind, Peer>>> = {
  connect: 'client',
  connack: 'server',
  subscribe: 'client',
  suback: 'server',
  unsubscribe: 'client',
  unsuback: 'server',
  pingreq: 'client',
  pingresp: 'server',
};

/** The only side that may send such packets; null when both may (MQTT 5.0 §2.1.2, “Direction of flow”). */
export function onlyFrom(kind: MqttKind, version: MqttVersion): Peer | null {
  if (kind === 'disconnect' && version === 4) return 'client';
  return ONLY_FROM[kind] ?? null;
}

/** The packet that answers each kind; absent when none does, or it depends on flags. */
export const ANSWERS: Readonly<Partial<Record<MqttKind, MqttKind>>> = {
  connect: 'connack',
  pubrel: 'pubcomp',
  subscribe: 'suback',
  unsubscribe: 'unsuback',
  pingreq: 'pingresp',
};

/** How a section is cited; most have the same number in both standards. */
export function citation(version: MqttVersion, section: string, in311 = section): string {
  return version === 5 ? `MQTT 5.0 §${section}` : `MQTT 3.1.1 §${in311}`;
}
