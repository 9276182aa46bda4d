import type { Step } from './attempt';
import { oddFields, oddQuery, written } from './http-attempts';
import type { Random } from './random';
import { frameBytes, handshakeBytes } from './upgrade-attempts';
import { mutated, oddJson, oddNumber, oddText } from './values';

const NAMESPACES = [
  '',
  '',
  '',
  '/other,',
  '/none,',
  '/__proto__,',
  '/?a=b,',
  '/other',
  ',',
  '/constructor,',
  '/\xff,',
] as const;
const EVENTS = [
  '"ask"',
  '"join"',
  '"message"',
  '"connect"',
  '"disconnect"',
  '"__proto__"',
  '"constructor"',
  '"newListener"',
  '"error"',
  '""',
  '1',
  'null',
  '{}',
] as const;

/** Socket.IO packets in Engine.IO messages: binary ones are followed by their attachments, or by fewer or more. */
function packets(random: Random): { text: string; attachments: string[] } {
  const namespace = random.pick(NAMESPACES);
  const id = random.chance(0.5) ? random.pick(['0', '1', '7', '99999999999999999999', '-1', '01']) : '';
  const values = random.times(0, 3, () => oddJson(random, 2));
  const args = `[${[random.pick(EVENTS), ...values].join(',')}]`;
  const type = random.pick(['0', '1', '2', '2', '2', '3', '4', '5', '5', '6', '7']);
  const attachments = type === '5' || type === '6' ? random.times(0, 3, () => random.bytes(0, 20)) : [];
  if (attachments.length > 0 || type === '5' || type === '6') {
    const count = random.chance(0.85)
      ? String(attachments.length)
      : random.pick(['0', '1', '999999999', '-1', '1.5', 'x', '']);
    const places = attachments.map(
      (_, n) => `{"_placeholder":true,"num":${random.chance(0.85) ? n : oddNumber(random)}}`,
    );
    return {
      text: `4${type}${count}-${namespace}${id}[${[random.pick(EVENTS), ...places, ...values].join(',')}]`,
      attachments,
    };
  }
  const body =
    type === '0'
      ? random.pick([
          '',
          '{}',
          '{"token":"x"}',
          '{"pid":"x","offset":"y"}',
          '{"pid":1,"offset":{}}',
          oddJson(random),
        ])
      : type === '1'
        ? ''
        : args;
  const text = `4${type}${namespace}${id}${body}`;
  return { text: random.chance(0.12) ? mutated(random, text) : text, attachments: [] };
}

function engineText(random: Random): string {
  return random.pick([
    '1',
    '2',
    '3',
    '5',
    '6',
    '2probe',
    '3probe',
    '0{}',
    '',
    '9',
    '4',
    'b',
    'b!!',
    'bAAAA',
    oddText(random),
  ]);
}

function frames(random: Random): string[] {
  if (random.chance(0.2)) return [frameBytes(random, 1, engineText(random))];
  const { text, attachments } = packets(random);
  const left = random.chance(0.1) ? attachments.slice(1) : attachments;
  return [frameBytes(random, 1, text), ...left.map((bytes) => frameBytes(random, 2, bytes))];
}

const CONNECT = '40';

/** Socket.IO over WebSocket, from the beginning or as an upgrade of a polling session. */
export function socketioOverWebSocket(random: Random): Step[] {
  const probes = random.chance(0.25);
  const query = random.chance(0.08)
    ? oddQuery(random)
    : `?EIO=${random.chance(0.95) ? '4' : '3'}&transport=websocket${probes ? '&sid={sid}' : ''}`;
  const head = handshakeBytes(random, `/lab/{lab}/socket.io/${query}`);
  const greeting = random.chance(0.9) ? [frameBytes(random, 1, probes ? '2probe' : CONNECT)] : [];
  const rest = random.times(0, 6, () => frames(random)).flat();
  const open: Step[] = random.chance(0.3)
    ? [{ send: head + greeting.join('') }]
    : [{ send: head }, { until: '"sid"' }, ...greeting.map((send) => ({ send }))];
  return [
    ...open,
    ...(probes && random.chance(0.8) ? [{ send: frameBytes(random, 1, '5') }] : []),
    ...rest.map((send) => ({ send })),
  ];
}

function poll(random: Random, method: string, body = ''): string {
  const odd = random.chance(0.1);
  const sid = random.chance(0.93) ? '{sid}' : oddText(random).replace(/[^!-~]/g, '');
  const target = `/lab/{lab}/socket.io/?EIO=4&transport=polling&sid=${sid}${odd ? `&${oddQuery(random).slice(1)}` : ''}`;
  const type: [string, string][] = random.chance(0.8) ? [['Content-Type', 'text/plain;charset=UTF-8']] : [];
  return written(random, {
    method,
    target,
    version: 'HTTP/1.1',
    fields: [['Host', 'localhost:{port}'], ...type, ...(odd ? oddFields(random, 2) : [])],
    body,
  });
}

function pollBody(random: Random): string {
  const parts = random.times(1, 4, () => {
    if (random.chance(0.2)) return [engineText(random)];
    const { text, attachments } = packets(random);
    return [text, ...attachments.map((bytes) => `b${Buffer.from(bytes, 'latin1').toString('base64')}`)];
  });
  const body = parts.flat().join(random.chance(0.97) ? '\x1e' : random.pick(['\x1f', '', '\x1e\x1e']));
  return random.chance(0.05) ? mutated(random, body) : body;
}

/** Socket.IO over HTTP alone: a session on one connection, with requests in any order. */
export function socketioOverPolling(random: Random): Step[] {
  const query = random.chance(0.1) ? oddQuery(random) : '?EIO=4&transport=polling';
  const open = written(random, {
    method: random.chance(0.97) ? 'GET' : 'POST',
    target: `/lab/{lab}/socket.io/${query}`,
    version: 'HTTP/1.1',
    fields: [['Host', 'localhost:{port}'], ...(random.chance(0.1) ? oddFields(random) : [])],
    body: '',
  });
  const rest = random.times(0, 5, (): Step[] => {
    const text = random.pick([
      () => poll(random, 'POST', CONNECT),
      () => poll(random, 'POST', pollBody(random)),
      () => poll(random, 'GET'),
      () => poll(random, random.pick(['PUT', 'OPTIONS', 'DELETE']), 'x'),
    ])();
    return random.chance(0.7) ? [{ send: text }, { until: 'HTTP/1.1 ' }] : [{ send: text }];
  });
  return [
    { send: open },
    { until: '"sid"' },
    { send: poll(random, 'POST', CONNECT) },
    { until: '\r\n\r\nok' },
    ...rest.flat(),
  ];
}
