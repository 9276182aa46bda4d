import { joinPieces, piecesLength, slicePieces } from '../origin';
import { count, grouped, nameOf, quote, quoteBytes } from '../text';
import { badUtf8At } from '../utf8';
import { mqttContent, packetOf } from './mqtt-content';
import type { Facts } from './packet-facts';
import type { MqttUnit } from './packet-types';

/** Short, for a capsule or an arrow: "PUBLISH rooms/1 “21.5”", "SUBACK 7". */
export function mqttLabel(unit: MqttUnit): string {
  const name = unit.kind.toUpperCase();
  if (unit.kind === 'undecoded') return 'unknown packet';
  const { facts } = packetOf(unit);
  switch (unit.kind) {
    case 'connect':
      return facts.clientId ? `${name} ${quote(facts.clientId, 24)}` : name;
    case 'connack':
    case 'disconnect':
    case 'auth':
      return facts.reason === undefined ? name : `${name} ${facts.reason}`;
    case 'publish':
      return `${name} ${targetOf(facts)} ${payloadText(unit, 24)}`.trim();
    case 'subscribe':
    case 'unsubscribe':
      return `${name} ${filtersText(facts)}`.trim();
    case 'pingreq':
    case 'pingresp':
      return name;
    default:
      return facts.packetId === undefined ? name : `${name} ${grouped(facts.packetId)}`;
  }
}

const targetOf = ({ topic = '', topicAlias }: Facts): string =>
  topic === '' && topicAlias !== undefined ? `alias ${topicAlias}` : topic;

function filtersText({ filters = [] }: Facts): string {
  const [first = ''] = filters;
  return filters.length < 2 ? first : `${first} and ${filters.length - 1} more`;
}

/** The application message in quotation marks; its size if it is not text. */
function payloadText(unit: MqttUnit, limit: number): string {
  const pieces = mqttContent(unit);
  const begin = joinPieces(slicePieces(pieces, 0, limit * 4 + 4));
  const size = piecesLength(pieces);
  if (size === 0) return '';
  const isText = !begin.includes(0) && (size > begin.length || badUtf8At(begin) < 0);
  return isText ? quoteBytes(begin, limit) : `${grouped(size)} B`;
}

/** One plain sentence. */
export function mqttSentence(unit: MqttUnit): string {
  const who = nameOf(unit.sender);
  const name = unit.kind.toUpperCase();
  if (unit.kind === 'undecoded') return `${who} sent bytes that are not an MQTT packet.`;
  if (unit.partial) return `${who} has sent the beginning of an MQTT packet: ${name}.`;
  const { facts } = packetOf(unit);
  const id = facts.packetId === undefined ? '' : ` ${grouped(facts.packetId)}`;
  const isWell = (facts.codes?.[0] ?? 0) < 0x80;
  const why = facts.reasonText ? ` (${quote(facts.reasonText, 80)})` : '';
  switch (unit.kind) {
    case 'connect':
      return connectSentence(facts);
    case 'connack':
      return facts.codes?.[0] === 0
        ? `The server accepted the MQTT connection${facts.isSessionPresent ? ' and has kept the session' : ''}.`
        : `The server refused the MQTT connection: ${facts.reason}${why}.`;
    case 'publish':
      return publishSentence(unit, facts);
    case 'puback':
      return `${who} ${isWell ? 'has' : 'refused'} the message${id}, which was sent with QoS 1${failure(facts)}${why}.`;
    case 'pubrec':
      return `${who} ${isWell ? 'has received' : 'refused'} the message${id}, which was sent with QoS 2${failure(facts)}${why}.`;
    case 'pubrel':
      return `${who} releases the message${id}: it will not be sent again${failure(facts)}${why}.`;
    case 'pubcomp':
      return `${who} has completed the message${id}, exactly once${failure(facts)}${why}.`;
    default:
      return otherSentence(unit, facts, why);
  }
}

function failure({ codes, reason }: Facts): string {
  return (codes?.[0] ?? 0) === 0 ? '' : `: ${reason}`;
}

function connectSentence({ protocol, clientId = '', isClean, keepAliveSeconds = 0 }: Facts): string {
  const who = clientId === '' ? 'without a name of its own' : `as ${quote(clientId)}`;
  const session = isClean ? 'a new session' : 'its session, if there is one';
  const alive = keepAliveSeconds === 0 ? 'no Keep Alive' : `Keep Alive ${keepAliveSeconds} s`;
  return `The client asked to connect with MQTT ${protocol ?? ''} ${who}, for ${session}, with ${alive}.`;
}

function publishSentence(unit: MqttUnit, facts: Facts): string {
  const size = piecesLength(mqttContent(unit));
  const text = payloadText(unit, 80);
  const content = size === 0 ? 'an empty message' : text.startsWith('“') ? text : count(size, 'byte');
  const again = facts.isDuplicate ? ' again' : '';
  const kept = facts.isRetained ? ', to be kept' : '';
  const verb = unit.sender === 'client' ? 'published' : 'delivered';
  const where =
    facts.topic === '' ? `topic alias ${facts.topicAlias}` : `the topic ${quote(facts.topic ?? '')}`;
  return `${nameOf(unit.sender)} ${verb} ${content}${again} on ${where}, with QoS ${facts.qos}${kept}.`;
}

function otherSentence({ kind, sender }: MqttUnit, facts: Facts, why: string): string {
  const who = nameOf(sender);
  const filters = facts.filters?.map((filter) => quote(filter)).slice(0, 3) ?? [];
  const more = (facts.filters?.length ?? 0) > 3 ? ` and ${facts.filters!.length - 3} more` : '';
  const refused = facts.codes?.filter((code) => code >= 0x80).length ?? 0;
  const some = refused === 0 ? '' : `, ${refused} of them refused`;
  switch (kind) {
    case 'subscribe':
      return `The client subscribed to ${filters.join(', ')}${more}.`;
    case 'unsubscribe':
      return `The client gave up its subscriptions to ${filters.join(', ')}${more}.`;
    case 'suback':
      return `The server answered ${count(facts.codes?.length ?? 0, 'subscription')}${some}${why}.`;
    case 'unsuback':
      return `The server ended the subscriptions of request ${grouped(facts.packetId ?? 0)}${some}${why}.`;
    case 'pingreq':
      return 'The client asked whether the server is still there.';
    case 'pingresp':
      return 'The server answered that it is still there.';
    case 'auth':
      return `${who} went on with the authentication: ${facts.reason ?? 'Success'}${why}.`;
    default:
      return `${who} ended the MQTT connection${failure(facts)}${why}.`;
  }
}

/** The line that sends or receives the packet, as in MQTT.js; null for packets without a line of their own. */
export function mqttCode(unit: MqttUnit): string | null {
  if (unit.kind === 'undecoded' || unit.partial) return null;
  const { facts } = packetOf(unit);
  const list = (texts: readonly string[] = []) =>
    texts.length === 1 ? JSON.stringify(texts[0]) : JSON.stringify(texts.slice(0, 4));
  switch (unit.kind) {
    case 'connect':
      return `mqtt.connect(url, { clientId: ${JSON.stringify(facts.clientId ?? '')} })`;
    case 'connack':
      return "client.on('connect', …)";
    case 'publish': {
      if (unit.sender === 'server') return "client.on('message', (topic, message) => …)";
      const options = facts.qos === 0 ? '' : `, { qos: ${facts.qos} }`;
      return `client.publish(${JSON.stringify(facts.topic ?? '')}, ${payloadText(unit, 40) || '“”'}${options})`;
    }
    case 'subscribe':
      return `client.subscribe(${list(facts.filters)})`;
    case 'unsubscribe':
      return `client.unsubscribe(${list(facts.filters)})`;
    case 'disconnect':
      return unit.sender === 'client' ? 'client.end()' : null;
    default:
      return null;
  }
}
