import fc from 'fast-check';
import { generate, type Packet, parser } from 'mqtt-packet';
import { expect, it } from 'vitest';
import type { Decoder } from '../decoder';
import { concat, cutAt, expectTiling } from '../testing/units';
import type { Field, Peer, Unit } from '../unit';
import { connected, message, mqttDecoder, packetsOf } from './testing';

/** Properties take long on a busy machine. */
const SLOW_MS = 60_000;

type Version = 4 | 5;
/** A packet for mqtt-packet to write, and its sender. */
type Sent = readonly [Peer, Packet];

const uint16 = fc.integer({ min: 1, max: 0xffff });
const uint32 = fc.integer({ min: 1, max: 0xffff_ffff });
const words = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '/', '$', ' ', 'é', '日', '😀'),
  minLength: 1,
  maxLength: 9,
});
const blob = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes));
const filter = fc.oneof(words, fc.constantFrom('#', '+', '+/a', 'a/+/#', '/'));
const qos = fc.constantFrom(0 as const, 1 as const, 2 as const);
const userProperties = fc.dictionary(
  words,
  fc.oneof(words, fc.array(words, { minLength: 2, maxLength: 3 })),
  { minKeys: 1, maxKeys: 3, noNullPrototype: true },
);
const reasonString = words;

/** Any of these, or none. */
const some = <T>(record: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(record, { requiredKeys: [] });
const outcome = some({ reasonString, userProperties });

/** An object of these; properties only in MQTT 5.0. */
const packet = (
  version: Version,
  fields: Record<string, fc.Arbitrary<unknown>>,
  properties?: fc.Arbitrary<object>,
) =>
  fc.record({
    ...fields,
    ...(version === 5 && properties && { properties }),
  }) as unknown as fc.Arbitrary<Packet>;

const messageProperties = {
  payloadFormatIndicator: fc.boolean(),
  messageExpiryInterval: uint32,
  contentType: words,
  responseTopic: words,
  correlationData: blob,
  userProperties,
};

function connect(version: Version): fc.Arbitrary<Packet> {
  const properties = some({
    sessionExpiryInterval: uint32,
    receiveMaximum: uint16,
    maximumPacketSize: uint32,
    topicAliasMaximum: uint16,
    requestResponseInformation: fc.boolean(),
    requestProblemInformation: fc.boolean(),
    userProperties,
    authenticationMethod: words,
    authenticationData: blob,
  }).filter(
    ({ authenticationMethod, authenticationData }) =>
      authenticationMethod !== undefined || authenticationData === undefined,
  );
  const anyWill = packet(
    version,
    { topic: words, payload: blob, qos, retain: fc.boolean() },
    some({ willDelayInterval: uint32, ...messageProperties }),
  );
  const fields = {
    cmd: fc.constant('connect'),
    protocolId: fc.constant('MQTT'),
    protocolVersion: fc.constant(version),
    clean: fc.boolean(),
    keepalive: uint16,
    clientId: words,
  };
  const anyUser = fc.constantFrom(
    {},
    { username: 'me' },
    { username: 'me', password: Buffer.from('secret') },
  );
  return fc
    .tuple(packet(version, fields, properties), fc.option(anyWill, { nil: undefined }), anyUser)
    .map(([base, will, user]) => ({ ...base, ...user, ...(will && { will }) }) as Packet);
}

function connack(version: Version): fc.Arbitrary<Packet> {
  const code = version === 5 ? 'reasonCode' : 'returnCode';
  const codes = version === 5 ? fc.constantFrom(0, 0x80, 0x87, 0x9f) : fc.integer({ min: 0, max: 5 });
  const properties = some({
    sessionExpiryInterval: uint32,
    receiveMaximum: uint16,
    maximumQoS: fc.constantFrom(0, 1),
    retainAvailable: fc.boolean(),
    maximumPacketSize: uint32,
    assignedClientIdentifier: words,
    topicAliasMaximum: uint16,
    reasonString,
    userProperties,
    wildcardSubscriptionAvailable: fc.boolean(),
    subscriptionIdentifiersAvailable: fc.boolean(),
    sharedSubscriptionAvailable: fc.boolean(),
    serverKeepAlive: uint16,
    responseInformation: words,
    serverReference: words,
    authenticationMethod: words,
    authenticationData: blob,
  });
  return packet(
    version,
    { cmd: fc.constant('connack'), sessionPresent: fc.constant(false), [code]: codes },
    properties,
  );
}

function publish(version: Version): fc.Arbitrary<Packet> {
  const fields = {
    cmd: fc.constant('publish'),
    topic: words,
    payload: blob,
    qos,
    retain: fc.boolean(),
    dup: fc.boolean(),
    messageId: uint16,
  };
  const identifier = fc.integer({ min: 1, max: 268_435_455 });
  const properties = some({
    ...messageProperties,
    topicAlias: uint16,
    subscriptionIdentifier: fc.oneof(identifier, fc.array(identifier, { minLength: 2, maxLength: 3 })),
  });
  return packet(version, fields, properties).map((sent) =>
    sent.cmd === 'publish' && sent.qos === 0 ? { ...sent, dup: false } : sent,
  );
}

/** Packets that may come after CONNECT and CONNACK. */
function later(version: Version): fc.Arbitrary<Sent> {
  const from = (sender: Peer, packets: fc.Arbitrary<Packet>) => packets.map((sent): Sent => [sender, sent]);
  const cmd = (name: string, codes: readonly number[], properties?: fc.Arbitrary<object>) =>
    packet(
      version,
      {
        cmd: fc.constant(name),
        messageId: uint16,
        ...(version === 5 && { reasonCode: fc.constantFrom(...codes) }),
      },
      properties,
    );
  const subscription = fc.record({
    topic: filter,
    qos,
    ...(version === 5 && { nl: fc.boolean(), rap: fc.boolean(), rh: qos }),
  });
  const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 4 });
  const granted = version === 5 ? fc.constantFrom(0, 1, 2, 0x80, 0x9e) : fc.constantFrom(0, 1, 2, 0x80);
  const identified = { messageId: uint16 };
  const ofClient = [
    packet(
      version,
      { cmd: fc.constant('subscribe'), ...identified, subscriptions: list(subscription) },
      some({ subscriptionIdentifier: uint16, userProperties }),
    ),
    packet(
      version,
      { cmd: fc.constant('unsubscribe'), ...identified, unsubscriptions: list(filter) },
      some({ userProperties }),
    ),
    packet(version, { cmd: fc.constant('pingreq') }),
    cmd('disconnect', [0, 4, 0x81], some({ sessionExpiryInterval: uint32, reasonString, userProperties })),
  ];
  const ofServer = [
    packet(version, { cmd: fc.constant('suback'), ...identified, granted: list(granted) }, outcome),
    packet(
      version,
      {
        cmd: fc.constant('unsuback'),
        ...identified,
        ...(version === 5 && { granted: list(fc.constantFrom(0, 0x11, 0x87)) }),
      },
      outcome,
    ),
    packet(version, { cmd: fc.constant('pingresp') }),
    ...(version === 5
      ? [cmd('disconnect', [0x8b, 0x9d], some({ serverReference: words, reasonString, userProperties }))]
      : []),
  ];
  const ofBoth = [
    publish(version),
    cmd('puback', [0, 0x10, 0x87], outcome),
    cmd('pubrec', [0, 0x97], outcome),
    cmd('pubrel', [0, 0x92], outcome),
    cmd('pubcomp', [0, 0x92], outcome),
    ...(version === 5
      ? [
          cmd(
            'auth',
            [0x18, 0x19],
            some({ authenticationMethod: words, authenticationData: blob, reasonString, userProperties }),
          ),
        ]
      : []),
  ];
  return fc.oneof(
    ...ofClient.map((packets) => from('client', packets)),
    ...ofServer.map((packets) => from('server', packets)),
    ...ofBoth.flatMap((packets) => [from('client', packets), from('server', packets)]),
  );
}

// What a packet should say, as names of fields with their bytes in hexadecimal, or their bits as a number.

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const numberOf = (value: number, size: number) => value.toString(16).padStart(size * 2, '0');
const SIZES: Readonly<Record<string, number>> = {
  sessionExpiryInterval: 4,
  messageExpiryInterval: 4,
  willDelayInterval: 4,
  maximumPacketSize: 4,
  receiveMaximum: 2,
  topicAliasMaximum: 2,
  topicAlias: 2,
  serverKeepAlive: 2,
};

type Said = [name: string, value: string];

function varint(value: number): string {
  const more = Math.floor(value / 128);
  return more === 0 ? numberOf(value, 1) : numberOf((value % 128) + 128, 1) + varint(more);
}

/** `sessionExpiryInterval` is the property Session Expiry Interval. */
const titleOf = (key: string) =>
  key
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .replace('Qo S', 'QoS');

function saidByProperty(key: string, value: unknown): Said[] {
  if (key === 'userProperties') {
    return Object.entries(value as Record<string, string | string[]>).flatMap(([name, values]) =>
      [values].flat().flatMap((text): Said[] => [
        ['User Property name', hexOf(Buffer.from(name))],
        ['User Property value', hexOf(Buffer.from(text))],
      ]),
    );
  }
  if (key === 'subscriptionIdentifier')
    return [value as number].flat().map((id) => ['Subscription Identifier', varint(id)]);
  const name = titleOf(key);
  if (typeof value === 'string') return [[name, hexOf(Buffer.from(value))]];
  if (value instanceof Uint8Array) return [[name, hexOf(value)]];
  return [[name, numberOf(Number(value), SIZES[key] ?? 1)]];
}

const saidByProperties = (properties: object = {}): Said[] =>
  Object.entries(properties).flatMap(([key, value]) => saidByProperty(key, value));

function saidBy(sent: Packet, version: Version): Said[] {
  const id: Said[] =
    'messageId' in sent &&
    (sent.cmd !== 'publish' || sent.qos > 0) &&
    sent.cmd !== 'disconnect' &&
    sent.cmd !== 'auth'
      ? [['Packet Identifier', numberOf(sent.messageId!, 2)]]
      : [];
  const properties = 'properties' in sent ? saidByProperties(sent.properties) : [];
  const text = (name: string, value: string | Uint8Array): Said => [name, hexOf(Buffer.from(value))];
  switch (sent.cmd) {
    case 'connect': {
      const { will, username, password } = sent;
      return [
        text('Protocol Name', 'MQTT'),
        ['Protocol Version', numberOf(version, 1)],
        [version === 5 ? 'Clean Start' : 'Clean Session', `${Number(sent.clean)}`],
        ['Will Flag', will ? '1' : '0'],
        ['Will QoS', `${will?.qos ?? 0}`],
        ['Will Retain', `${Number(will?.retain ?? 0)}`],
        ['Keep Alive', numberOf(sent.keepalive!, 2)],
        text('Client Identifier', sent.clientId),
        ...(will
          ? [
              text('Will Topic', will.topic),
              text('Will Payload', will.payload),
              ...saidByProperties(will.properties),
            ]
          : []),
        ...(username === undefined ? [] : [text('User Name', username)]),
        ...(password === undefined ? [] : [text('Password', password)]),
        ...properties,
      ];
    }
    case 'connack':
      return [
        [
          version === 5 ? 'Connect Reason Code' : 'Connect Return Code',
          numberOf(sent.reasonCode ?? sent.returnCode!, 1),
        ],
        ...properties,
      ];
    case 'publish':
      return [
        ...id,
        text('Topic Name', sent.topic),
        text('Application Message', sent.payload),
        ['QoS', `${sent.qos}`],
        ['DUP', `${Number(sent.dup)}`],
        ['RETAIN', `${Number(sent.retain)}`],
        ...properties,
      ];
    case 'subscribe':
      return [
        ...id,
        ...properties,
        ...sent.subscriptions.flatMap(({ topic, ...options }): Said[] => [
          text('Topic Filter', topic),
          ['QoS', `${options.qos}`],
          ...(version === 5
            ? ([
                ['No Local', `${Number(options.nl)}`],
                ['Retain As Published', `${Number(options.rap)}`],
                ['Retain Handling', `${options.rh}`],
              ] as Said[])
            : []),
        ]),
      ];
    case 'unsubscribe':
      return [...id, ...properties, ...sent.unsubscriptions.map((topic) => text('Topic Filter', topic))];
    case 'suback':
    case 'unsuback':
      return [
        ...id,
        ...properties,
        ...((sent.granted as number[] | undefined) ?? []).map(
          (code): Said => [version === 5 ? 'Reason Code' : 'Return Code', numberOf(code, 1)],
        ),
      ];
    default:
      return [...id, ...properties];
  }
}

/** What the decoder says of a unit, in the same form. */
function saidByDecoder(decoder: Decoder, unit: Unit): Said[] {
  const rawOf = ({ start, end, bits }: Field): string => {
    const bytes = decoder.bytesOf(unit, { start, end });
    if (bits === undefined) return hexOf(bytes);
    return `${(bytes[0]! >> (8 - bits.end)) & ((1 << (bits.end - bits.start)) - 1)}`;
  };
  return decoder.fieldsOf(unit).map((field) => [field.name, rawOf(field)]);
}

const inOrder = (said: readonly Said[]) => said.map((entry) => entry.join(' ')).toSorted();

const story = fc
  .constantFrom<Version>(4, 5)
  .chain((version) =>
    fc.tuple(
      fc.constant(version),
      connect(version),
      connack(version),
      fc.array(later(version), { maxLength: 8 }),
    ),
  );

it(
  'decodes what mqtt-packet encodes, however its bytes are cut into messages and reads',
  () => {
    fc.assert(
      fc.property(
        story,
        fc.array(fc.nat(2000)),
        fc.array(fc.nat(4000)),
        ([version, first, answer, rest], cuts, reads) => {
          const sent: readonly Sent[] = [['client', first], ['server', answer], ...rest];
          const decoder = mqttDecoder();
          for (const sender of ['client', 'server'] as const) {
            const encoded = sent
              .filter(([by]) => by === sender)
              .map(([, packet]) => generate(packet, { protocolVersion: version }));
            const messages = cutAt(concat(...encoded), cuts).map((part) => message(sender, part));
            for (const read of cutAt(concat(...messages), reads)) decoder.push(1, sender, read, 1);
            const units = packetsOf(decoder).filter((unit) => unit.sender === sender);
            expect(units.map(({ fault }) => fault)).toEqual(encoded.map(() => null));
            expect(units.map((unit) => [unit.kind, unit.partial, hexOf(decoder.bytesOf(unit))])).toEqual(
              encoded.map((bytes, at) => [
                sent.filter(([by]) => by === sender)[at]![1].cmd,
                false,
                hexOf(bytes),
              ]),
            );
            for (const [at, unit] of units.entries()) {
              const said = saidBy(sent.filter(([by]) => by === sender)[at]![1], version);
              const names = new Set(said.map(([name]) => name));
              expect(inOrder(saidByDecoder(decoder, unit).filter(([name]) => names.has(name)))).toEqual(
                inOrder(said),
              );
            }
          }
          expectTiling(decoder);
        },
      ),
      { numRuns: 150 },
    );
  },
  SLOW_MS,
);

it(
  'finds a fault where mqtt-packet finds one',
  () => {
    const changed = fc
      .constantFrom<Version>(4, 5)
      .chain((version) =>
        fc.tuple(
          fc.constant(version),
          later(version),
          fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 2 }),
        ),
      );
    let errors = 0;
    fc.assert(
      fc.property(changed, ([version, [sender, sent], changes]) => {
        const bytes = Uint8Array.from(generate(sent, { protocolVersion: version }));
        // The fixed header stays, so that this remains one packet.
        for (const [at, byte] of changes) if (bytes.length > 2) bytes[2 + (at % (bytes.length - 2))] = byte;
        const theirs = parser({ protocolVersion: version });
        let problem: unknown = null;
        theirs.on('error', (error) => {
          problem = error;
        });
        theirs.parse(Buffer.from(bytes));
        const decoder = connected(version);
        decoder.push(1, sender, message(sender, bytes), 1);
        expectTiling(decoder);
        if (problem === null) return;
        errors++;
        expect(packetsOf(decoder)[2], `${String(problem)} ${hexOf(bytes)}`).toMatchObject({
          fault: { spec: expect.any(String) },
        });
      }),
      { numRuns: 700 },
    );
    expect(errors).toBeGreaterThan(20);
  },
  SLOW_MS,
);
