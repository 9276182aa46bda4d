/** By control packet type, 1 to 15 (MQTT 5.0 §2.1.2). Type 0 is reserved, and so is 15 in MQTT 3.1.1. */
export const MQTT_KINDS = [
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
  'auth',
] as const;
export type MqttKind = (typeof MQTT_KINDS)[number];
