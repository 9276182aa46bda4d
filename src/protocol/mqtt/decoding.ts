import type { LayerDecoding } from '../fetched-layer';
import { piecesLength } from '../origin';
import { count } from '../text';
import { mqttCarriers, mqttContent, mqttPieces, packetOf } from './mqtt-content';
import { MqttReader } from './mqtt-reader';
import type { MqttKind } from './packet-types';
import { mqttCode, mqttLabel, mqttSentence } from './packet-words';
import { MQTT_TERMS } from './terms';

/** What takes control packets apart. */
export const mqttDecoding: LayerDecoding<'mqtt', MqttKind> = {
  terms: MQTT_TERMS,
  pieces: mqttPieces,
  content: mqttContent,
  fields(unit) {
    if (unit.kind !== 'undecoded') return packetOf(unit).fields;
    const end = piecesLength(mqttPieces(unit));
    const whole = { name: 'Unknown packet', start: 0, end, term: 'mqtt-unread', spec: 'MQTT 5.0 §4.13.1' };
    return end === 0 ? [] : [{ ...whole, value: count(end, 'byte') }];
  },
  carriers: mqttCarriers,
  label: mqttLabel,
  sentence: mqttSentence,
  code: mqttCode,
  open: (context) => new MqttReader(context),
};
