import { fetchedLayer } from '../fetched-layer';
import { MQTT_KINDS } from './kinds';

/** MQTT 3.1.1 and 5.0 (and 3.1, which looks the same): control packets in the binary messages of a WebSocket. */
export const mqtt = fetchedLayer(
  {
    id: 'mqtt',
    kinds: MQTT_KINDS,
    name: 'MQTT',
    shortName: 'MQTT',
    title: 'MQTT control packet',
    about:
      'A packet of MQTT, by which clients publish messages on topics and get those that they subscribed to.',
    colour: '--mqtt',
    documents: {
      'MQTT 5.0': 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html',
      'MQTT 3.1.1': 'https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html',
    },
    heartbeats: { kinds: ['pingreq', 'pingresp'] },
    events: ['publish', 'puback', 'pubrec', 'pubrel', 'pubcomp'],
    withoutCode: {
      puback: 'No code sends a PUBACK: the library of whoever got the message does.',
      pubrec: 'No code sends a PUBREC: the library of whoever got the message does.',
      pubrel: 'No code sends a PUBREL: the library of whoever sent the message does.',
      pubcomp: 'No code sends a PUBCOMP: the library of whoever got the message does.',
      pingreq:
        'No code sends a PINGREQ: the client’s library does, when nothing else was sent for the Keep Alive time.',
      pingresp: 'No code sends a PINGRESP: the server’s library answers each PINGREQ by itself.',
    },
    isText: () => false,
    noun: () => 'MQTT packet',
    accepts: ({ below, subprotocol }) =>
      below === 'message' && (subprotocol === 'mqtt' || subprotocol === 'mqttv3.1'),
  },
  async () => (await import('./decoding')).mqttDecoding,
);
