import { encodeEngineOpen, encodeFrame, encodeHandshake, encodeRequest, encodeResponse } from '../encode';
import type { RuleCase, Step } from '../rules/rule-case';
import type { Peer } from '../unit';
import { hexBytes } from './bytes';
import { join, mutate } from './mutate';
import { below, pick, type Random } from './random';

const utf8 = new TextEncoder();
const bytesOf = (text: string): Uint8Array => utf8.encode(text);

/** The steps of one mutated stream: a case’s, or packets of a protocol in sound bytes of those below. */
export function mutatedStream(random: Random, cases: readonly RuleCase[]): readonly Step[] {
  switch (below(random, 4)) {
    case 0:
      return mutatedSteps(pick(random, cases).wire, random);
    case 1:
      return polled(random);
    case 2:
      return mqtt(random);
    default:
      return messages(random);
  }
}

/** Steps of a case: some mutated, some left out, repeated or swapped. */
function mutatedSteps(steps: readonly Step[], random: Random): readonly Step[] {
  const changed: Step[] = [];
  for (const step of steps) {
    const chance = random();
    if (chance < 0.05) continue;
    if (chance < 0.4 && 'bytes' in step) changed.push({ ...step, bytes: mutate(step.bytes, random) });
    else changed.push(step);
    if (chance > 0.95) changed.push(step);
  }
  if (random() < 0.1 && changed.length > 1)
    changed.push(changed.splice(below(random, changed.length), 1)[0]!);
  return changed;
}

const PACKETS: readonly string[] = [
  encodeEngineOpen('abc', ['websocket']),
  '2',
  '3',
  '2probe',
  '3probe',
  '5',
  '6',
  '1',
  'bAQIDBA==',
  '40',
  '40{"sid":"x1"}',
  '40/admin,{"token":"123"}',
  '44/admin,{"message":"Not authorized","data":{"a":[1,2]}}',
  '41/admin,',
  '42["news",{"a":1,"b":[true,null,"\\u00e9"]},-1.5e3]',
  '42/admin,12["ask","é","🙂"]',
  '43/admin,12[{"ok":true}]',
  '451-["file",{"_placeholder":true,"num":0},"x"]',
  '462-/admin,7[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
  `42["deep",${'['.repeat(3000)}${']'.repeat(3000)}]`,
  `42["wide"${',0'.repeat(3000)}]`,
  `0{"sid":"abc","x":"${' '.repeat(2000)}"}`,
  `42${'9'.repeat(2000)}["id"]`,
];

const somePackets = (random: Random): Uint8Array[] =>
  Array.from({ length: 1 + below(random, 8) }, () => {
    const packet = bytesOf(pick(random, PACKETS));
    return random() < 0.6 ? mutate(packet, random) : packet;
  });

const peer = (random: Random): Peer => (random() < 0.5 ? 'client' : 'server');

/** Mutated packets in sound WebSocket messages. */
function messages(random: Random): readonly Step[] {
  const target = pick(random, [
    '/socket.io/?EIO=4&transport=websocket',
    '/socket.io/?EIO=4&transport=websocket&sid=abc',
    '/socket.io/?EIO=3&transport=websocket',
    '/chat',
  ]);
  const { client, server } = encodeHandshake({ target });
  const steps: Step[] = [
    { sender: 'client', bytes: bytesOf(client) },
    { sender: 'server', bytes: bytesOf(server) },
  ];
  if (random() < 0.7) steps.push(frame('server', bytesOf(PACKETS[0]!), random));
  for (const packet of somePackets(random)) steps.push(frame(peer(random), packet, random));
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}

/** A message in one frame, or in fragments of a few bytes. */
function frame(sender: Peer, payload: Uint8Array, random: Random): Step {
  const kind = random() < 0.15 ? 'binary' : 'text';
  const isMasked = sender === 'client';
  if (random() < 0.9) return { sender, bytes: encodeFrame(kind, payload, { isMasked }) };
  const size = 1 + below(random, 40);
  const count = Math.max(1, Math.ceil(payload.length / size));
  const frames = Array.from({ length: count }, (_, index) =>
    encodeFrame(index === 0 ? kind : 'continuation', payload.subarray(index * size, (index + 1) * size), {
      isMasked,
      isFinal: index === count - 1,
    }),
  );
  return { sender, bytes: join(frames) };
}

/** Mutated packets in polling bodies, plain or chunked. */
function polled(random: Random): readonly Step[] {
  const version = random() < 0.7 ? '4' : '3';
  const steps: Step[] = [];
  for (let count = 1 + below(random, 4); count > 0; count--) {
    const target = `/socket.io/?EIO=${version}&transport=polling${random() < 0.7 ? '&sid=abc' : ''}`;
    const packets = somePackets(random);
    const body = join(
      packets.flatMap((packet, index) => {
        if (version === '3') return [bytesOf(`${packet.length}:`), packet];
        return index === 0 ? [packet] : [Uint8Array.of(0x1e), packet];
      }),
    );
    const isUp = random() < 0.5;
    const request = isUp ? encodeRequest(`POST ${target}`, [lengthOf(body)]) : encodeRequest(`GET ${target}`);
    steps.push({
      sender: 'client',
      bytes: join([bytesOf(request), isUp ? body : bytesOf('')]),
    });
    steps.push({
      sender: 'server',
      bytes: isUp ? bytesOf(encodeResponse('200 OK', 'ok')) : response(body, random),
    });
  }
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}

const lengthOf = (body: Uint8Array): string => `Content-Length: ${body.length}`;

function response(body: Uint8Array, random: Random): Uint8Array {
  const status = pick(random, ['200 OK', '200 OK', '200 OK', '400 Bad Request']);
  if (random() < 0.6) {
    return join([bytesOf(encodeResponse(status, null, [lengthOf(body)])), body]);
  }
  const size = 1 + below(random, 30);
  const parts: Uint8Array[] = [bytesOf(encodeResponse(status, null, ['Transfer-Encoding: chunked']))];
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.subarray(at, at + size);
    parts.push(bytesOf(`${chunk.length.toString(16)}\r\n`), chunk, bytesOf('\r\n'));
  }
  parts.push(bytesOf('0\r\n\r\n'));
  return join(parts);
}

const MQTT_PACKETS: readonly (readonly [Peer, string])[] = [
  ['client', '101600044d51545404020000000a77697265313031313031'],
  ['server', '20020000'],
  ['client', '820b000100067468652f746f00'],
  ['server', '9003000100'],
  ['client', '30090003612f6268656c6c'],
  ['server', '320b0003612f62000768656c6c'],
  ['client', '40020007'],
  ['client', 'c000'],
  ['server', 'd000'],
  ['client', 'e000'],
  ['client', '101c00044d5154540502003c0511000000000a0077697265313031'],
  ['server', '200800000522000a210014'],
];

/** Mutated MQTT packets, several in a message or one in several. */
function mqtt(random: Random): readonly Step[] {
  const { client, server } = encodeHandshake({ target: '/mqtt', subprotocol: 'mqtt' });
  const steps: Step[] = [
    { sender: 'client', bytes: bytesOf(client) },
    { sender: 'server', bytes: bytesOf(server) },
  ];
  for (let count = 1 + below(random, 8); count > 0; count--) {
    const [sender, hex] = pick(random, MQTT_PACKETS);
    const packet = hexBytes(hex);
    const bytes = random() < 0.7 ? mutate(packet, random) : packet;
    steps.push({ sender, bytes: encodeFrame('binary', bytes, { isMasked: sender === 'client' }) });
  }
  return random() < 0.3 ? mutatedSteps(steps, random) : steps;
}
