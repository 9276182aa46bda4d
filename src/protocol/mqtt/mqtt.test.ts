import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerOf } from '../layers';
import { concat, cutAt, expectTiling, hexBytes, openedDecoder, shapeOf, utf8 } from '../testing/units';
import type { Peer } from '../unit';
import { MAX_FIELDS } from './field-reader';
import { CONNACK, CONNECT, connected, message, mqttDecoder, packetsOf } from './testing';

const SLOW_MS = 60_000;

/** The last packet, with what the decoder says: its fields, label and sentence. */
function lastOf(version: 4 | 5, sender: Peer, hex: string) {
  const decoder = connected(version, [sender, hex]);
  expectTiling(decoder);
  const unit = packetsOf(decoder).at(-1)!;
  const fields = decoder.fieldsOf(unit).map(({ name, value }) => `${name}: ${value}`);
  return { decoder, unit, fields, label: decoder.labelOf(unit), sentence: decoder.sentenceOf(unit) };
}

describe('control packets', () => {
  it('are read where the handshake agreed on MQTT, and nowhere else', () => {
    const decoder = openedDecoder({ target: '/broker', subprotocol: 'chat' });
    decoder.push(1, 'client', message('client', hexBytes(CONNECT[5])), 1);
    expect(packetsOf(decoder)).toEqual([]);
    for (const subprotocol of ['mqtt', 'mqttv3.1']) {
      const carried = { below: 'message', target: '/', subprotocol, contentType: '' };
      expect(layerOf('mqtt').reads?.accepts(carried)).toBe(true);
      expect(layerOf('mqtt').reads?.accepts({ ...carried, below: 'http' })).toBe(false);
    }
  });

  it('have fields: a CONNECT of MQTT 5.0 with a Will, a user name and properties', () => {
    const decoder = mqttDecoder();
    const hex =
      '10 32 0004 4d515454 05 ce 000a 05 11 0000003c 0003 636c69 05 18 00000005 0004 77696c6c 0003 627965 0002 6d65 0006 736563726574';
    decoder.push(1, 'client', message('client', hexBytes(hex)), 1);
    const [unit] = packetsOf(decoder);
    expect(unit).toMatchObject({ kind: 'connect', partial: false, fault: null });
    expect(decoder.fieldsOf(unit!).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Packet type: 1 CONNECT',
      'Flags: 0000',
      'Remaining Length: 50 bytes',
      'Protocol Name length: 4 bytes',
      'Protocol Name: “MQTT”',
      'Protocol Version: 5: MQTT 5.0',
      'User Name Flag: 1',
      'Password Flag: 1',
      'Will Retain: 0',
      'Will QoS: 1 at least once',
      'Will Flag: 1',
      'Clean Start: 1',
      'Reserved: 0',
      'Keep Alive: 10 s',
      'Property Length: 5 bytes',
      'Property: 0x11 Session Expiry Interval',
      'Session Expiry Interval: 60',
      'Client Identifier length: 3 bytes',
      'Client Identifier: “cli”',
      'Property Length: 5 bytes',
      'Property: 0x18 Will Delay Interval',
      'Will Delay Interval: 5',
      'Will Topic length: 4 bytes',
      'Will Topic: “will”',
      'Will Payload length: 3 bytes',
      'Will Payload: 62 79 65',
      'User Name length: 2 bytes',
      'User Name: “me”',
      'Password length: 6 bytes',
      'Password: 73 65 63 72 65 74',
    ]);
    expectTiling(decoder);
  });

  it.each<[4 | 5, Peer, string, string, string]>([
    [
      5,
      'client',
      '300f 0003 612f62 00 48656c6c6f20796f75',
      'PUBLISH a/b “Hello you”',
      'The client published “Hello you” on the topic “a/b”, with QoS 0.',
    ],
    [
      4,
      'server',
      '3d0a 0003 612f62 0007 ff00fe',
      'PUBLISH a/b 3 B',
      'The server delivered 3 bytes again on the topic “a/b”, with QoS 2, to be kept.',
    ],
    [
      5,
      'client',
      '3007 0000 03 23 0009 78',
      'PUBLISH alias 9 “x”',
      'The client published “x” on topic alias 9, with QoS 0.',
    ],
    [4, 'client', '4002 0007', 'PUBACK 7', 'The client has the message 7, which was sent with QoS 1.'],
    [
      5,
      'server',
      '4003 0007 87',
      'PUBACK 7',
      'The server refused the message 7, which was sent with QoS 1: Not authorized.',
    ],
    [
      4,
      'server',
      '5002 0007',
      'PUBREC 7',
      'The server has received the message 7, which was sent with QoS 2.',
    ],
    [4, 'client', '6202 0007', 'PUBREL 7', 'The client releases the message 7: it will not be sent again.'],
    [4, 'server', '7002 0007', 'PUBCOMP 7', 'The server has completed the message 7, exactly once.'],
    [
      4,
      'client',
      '820e 0007 0003 612f23 01 0003 622f2b 00',
      'SUBSCRIBE a/# and 1 more',
      'The client subscribed to “a/#”, “b/+”.',
    ],
    [
      5,
      'server',
      '9006 0007 00 01 87 00',
      'SUBACK 7',
      'The server answered 3 subscriptions, 1 of them refused.',
    ],
    [
      4,
      'client',
      'a207 0007 0003 612f23',
      'UNSUBSCRIBE a/#',
      'The client gave up its subscriptions to “a/#”.',
    ],
    [5, 'server', 'b005 0007 00 00 11', 'UNSUBACK 7', 'The server ended the subscriptions of request 7.'],
    [4, 'client', 'c000', 'PINGREQ', 'The client asked whether the server is still there.'],
    [4, 'server', 'd000', 'PINGRESP', 'The server answered that it is still there.'],
    [4, 'client', 'e000', 'DISCONNECT', 'The client ended the MQTT connection.'],
    [
      5,
      'server',
      'e009 8b 07 1f 0004 6e6f6f6e',
      'DISCONNECT Server shutting down',
      'The server ended the MQTT connection: Server shutting down (“noon”).',
    ],
    [
      5,
      'server',
      'f002 18 00',
      'AUTH Continue authentication',
      'The server went on with the authentication: Continue authentication.',
    ],
  ])('of version %d from the %s: %s is %s', (version, sender, hex, label, sentence) => {
    const last = lastOf(version, sender, hex);
    expect(last.unit).toMatchObject({ partial: false, fault: null });
    expect([last.label, last.sentence]).toEqual([label, sentence]);
  });

  it('say how a connection was accepted or refused', () => {
    const sentences = (version: 4 | 5, connack: string) => {
      const decoder = mqttDecoder();
      decoder.push(1, 'client', message('client', hexBytes(CONNECT[version])), 1);
      decoder.push(1, 'server', message('server', hexBytes(connack)), 1);
      return packetsOf(decoder).map((unit) => [decoder.labelOf(unit), decoder.sentenceOf(unit)]);
    };
    expect(sentences(5, '2003 01 00 00')).toEqual([
      [
        'CONNECT “a”',
        'The client asked to connect with MQTT 5.0 as “a”, for a new session, with Keep Alive 60 s.',
      ],
      ['CONNACK Success', 'The server accepted the MQTT connection and has kept the session.'],
    ]);
    expect(sentences(4, '2002 00 05')[1]).toEqual([
      'CONNACK Not authorized',
      'The server refused the MQTT connection: Not authorized.',
    ]);
  });

  it('give the application message as the content of a PUBLISH', () => {
    const { decoder, unit } = lastOf(5, 'client', '3008 0003 612f62 00 6869');
    expect(new TextDecoder().decode(decoder.contentOf(unit))).toBe('hi');
  });

  it('are paired with their answers', () => {
    const decoder = connected(
      5,
      ['client', '8207 0007 00 0001 61 00'],
      ['server', '9004 0007 00 00'],
      ['client', '3207 0001 61 0008 00 78'],
      ['server', '4002 0008'],
      ['client', 'c000'],
      ['server', 'd000'],
      ['server', '3407 0001 61 0009 00 78'],
      ['client', '5002 0009'],
      ['server', '6202 0009'],
      ['client', '7002 0009'],
    );
    const packets = packetsOf(decoder);
    const pairs = packets.flatMap((unit) => {
      const partner = decoder.partnerOf(unit);
      return partner && partner.id > unit.id ? [`${unit.kind} ${partner.kind}`] : [];
    });
    expect(pairs).toEqual([
      'connect connack',
      'subscribe suback',
      'publish puback',
      'pingreq pingresp',
      'publish pubrec',
      'pubrel pubcomp',
    ]);
  });

  it('have a line of code, or a reason why there is none', () => {
    const { code, withoutCode } = layerOf('mqtt');
    expect(code?.(lastOf(5, 'client', '3008 0003 612f62 00 6869').unit)).toBe('client.publish("a/b", “hi”)');
    expect(code?.(lastOf(4, 'client', '8208 0007 0003 612f23 01').unit)).toBe('client.subscribe("a/#")');
    expect(code?.(lastOf(4, 'client', 'c000').unit)).toBe(null);
    expect(withoutCode?.pingreq).toMatch(/Keep Alive/);
  });
});

describe('message boundaries mean nothing', () => {
  const publish = hexBytes('300f 0003 612f62 00 4d6573736167652031');
  const frames = (payloads: readonly Uint8Array[]) =>
    concat(...payloads.map((part) => message('client', part)));

  function decode(payloads: readonly Uint8Array[]) {
    const decoder = mqttDecoder();
    decoder.push(1, 'client', frames(payloads), 1);
    return decoder;
  }

  it('several packets in one message', () => {
    const decoder = decode([concat(hexBytes(CONNECT[5]), publish, hexBytes('c000'))]);
    const packets = packetsOf(decoder);
    expect(packets.map(({ kind }) => kind)).toEqual(['connect', 'publish', 'pingreq']);
    const [only] = decoder.units.filter(({ layer }) => layer === 'message');
    expect(decoder.contentsOf(only!)).toEqual(packets);
    expect(packets.map((unit) => decoder.carriersOf(unit))).toEqual([[only], [only], [only]]);
    expectTiling(decoder);
  });

  it('one packet in several messages, and the next one after its end', () => {
    const rest = concat(publish.subarray(9), hexBytes('c000'));
    const decoder = decode([hexBytes(CONNECT[5]), publish.subarray(0, 1), publish.subarray(1, 9), rest]);
    const [, first, ping] = packetsOf(decoder);
    const messages = decoder.units.filter(({ layer }) => layer === 'message').slice(1);
    expect(decoder.carriersOf(first!)).toEqual(messages);
    expect(messages.map((unit) => decoder.contentsOf(unit))).toEqual([[first], [first], [first, ping]]);
    expect(decoder.bytesOf(first!)).toEqual(publish);
    expect(decoder.toWire(first!).precision).toBe('piecewise');
    expect(decoder.labelOf(first!)).toBe('PUBLISH a/b “Message 1”');
    expectTiling(decoder);
  });

  it('a packet exists from its first byte, partial, and is completed in place', () => {
    const decoder = decode([hexBytes(CONNECT[5])]);
    for (let end = 1; end <= publish.length; end++) {
      decoder.push(1, 'client', message('client', publish.subarray(end - 1, end)), end);
      const unit = packetsOf(decoder)[1]!;
      expect(unit).toMatchObject({ kind: 'publish', partial: end < publish.length, fault: null });
      expect(decoder.bytesOf(unit)).toEqual(publish.subarray(0, end));
      expectTiling(decoder);
    }
    expect(packetsOf(decoder)).toHaveLength(2);
  });

  it('a text message cannot carry MQTT', () => {
    const decoder = mqttDecoder();
    decoder.push(1, 'client', message('client', utf8.encode('hello'), 1), 1);
    const [unit] = packetsOf(decoder);
    expect(unit).toMatchObject({ kind: 'undecoded', fault: { spec: 'MQTT 3.1.1 §6.0' } });
    expectTiling(decoder);
  });

  it('takes a bounded number of packets out of one message', () => {
    const decoder = decode([
      hexBytes(CONNECT[4]),
      new Uint8Array(40_000).map((_, i) => (i % 2 === 0 ? 0xc0 : 0)),
    ]);
    const packets = packetsOf(decoder);
    expect(packets).toHaveLength(10_002);
    expect(packets.at(-1)).toMatchObject({ kind: 'undecoded', fault: { kind: 'limit' } });
    expect(decoder.bytesOf(packets.at(-1)!)).toHaveLength(20_000);
  });

  it('splits a packet into a bounded number of fields', () => {
    const filter = hexBytes('0001 61 00');
    const filters = concat(...Array.from({ length: 3000 }, () => filter));
    const packet = concat(hexBytes('82 e2 5d 0007'), filters);
    const decoder = decode([hexBytes(CONNECT[4]), packet]);
    const unit = packetsOf(decoder)[1]!;
    expect(unit).toMatchObject({ partial: false, fault: null });
    expect(decoder.fieldsOf(unit).length).toBeLessThanOrEqual(MAX_FIELDS + 4);
    expect(decoder.fieldsOf(unit).at(-1)?.name).toBe('Further fields');
    expectTiling(decoder);
  });

  it('a heartbeat is distinct from other packets', () => {
    const { heartbeats, events } = layerOf('mqtt');
    expect(heartbeats?.kinds).toEqual(['pingreq', 'pingresp']);
    expect(events).toContain('publish');
  });
});

describe('broken rules', () => {
  it.each<[string, 4 | 5, Peer, string, string]>([
    ['a reserved type', 5, 'client', '0000', 'MQTT 5.0 §2.1.2'],
    ['AUTH in MQTT 3.1.1', 4, 'client', 'f000', 'MQTT 3.1.1 §2.2.1'],
    ['flags that are not fixed', 4, 'client', 'c100', 'MQTT 3.1.1 §2.2.2'],
    ['SUBSCRIBE with the flags 0000', 5, 'client', '8007 0007 00 0001 61 00', 'MQTT 5.0 §2.1.3'],
    ['QoS 3', 5, 'client', '3604 0001 61 00', 'MQTT 5.0 §3.3.1.2'],
    ['DUP with QoS 0', 4, 'client', '3803 0001 61', 'MQTT 3.1.1 §3.3.1.1'],
    ['a length of five bytes', 5, 'client', '30 ffffffff7f', 'MQTT 5.0 §1.5.5'],
    ['a length that is longer than it needs to be', 5, 'client', 'c0 8000', 'MQTT 5.0 §1.5.5'],
    ['a topic that goes past the end', 4, 'client', '3004 0003 6161', 'MQTT 3.1.1 §1.5.3'],
    ['a topic that is not UTF-8', 5, 'client', '3004 0001 ff 00', 'MQTT 5.0 §1.5.4'],
    ['a topic with U+0000', 5, 'client', '3004 0001 00 00', 'MQTT 5.0 §1.5.4'],
    ['a wildcard in a Topic Name', 4, 'client', '3003 0001 23', 'MQTT 3.1.1 §3.3.2.1'],
    ['no topic', 4, 'client', '3002 0000', 'MQTT 3.1.1 §4.7.3'],
    ['neither topic nor alias', 5, 'client', '3003 0000 00', 'MQTT 5.0 §3.3.2.1'],
    ['identifier 0', 4, 'client', '3205 0001 61 0000', 'MQTT 3.1.1 §2.3.1'],
    ['an unknown property', 5, 'client', '3006 0001 61 02 7f00', 'MQTT 5.0 §2.2.2.2'],
    ['a property in the wrong packet', 5, 'client', '3007 0001 61 03 21 0001', 'MQTT 5.0 §2.2.2.2'],
    ['a property twice', 5, 'client', '3008 0001 61 04 0100 0100', 'MQTT 5.0 §3.3.2.3.2'],
    ['a flag that is 2', 5, 'client', '3006 0001 61 02 0102', 'MQTT 5.0 §3.3.2.3.2'],
    ['alias 0', 5, 'client', '3007 0001 61 03 23 0000', 'MQTT 5.0 §3.3.2.3.4'],
    ['properties past the end', 5, 'client', '3006 0001 61 05 0100', 'MQTT 5.0 §2.2.2.1'],
    ['no subscription', 4, 'client', '8202 0007', 'MQTT 3.1.1 §3.8.3'],
    ['reserved bits of a subscription', 4, 'client', '8206 0007 0001 61 04', 'MQTT 3.1.1 §3.8.3'],
    ['Retain Handling 3', 5, 'client', '8207 0007 00 0001 61 30', 'MQTT 5.0 §3.8.3.1'],
    ['a wildcard that is part of a level', 4, 'client', '8207 0007 0002 6123 00', 'MQTT 3.1.1 §4.7.1'],
    ['“#” before the end', 4, 'client', 'a207 0007 0003 232f61', 'MQTT 3.1.1 §4.7.1'],
    [
      'a shared subscription with No Local',
      5,
      'client',
      '8210 0007 00 000a 2473686172652f612f62 04',
      'MQTT 5.0 §3.8.3.1',
    ],
    ['a reason that the packet cannot have', 5, 'client', '4003 0007 92', 'MQTT 5.0 §3.4.2.1'],
    ['a return code that does not exist', 4, 'server', '9003 0007 03', 'MQTT 3.1.1 §3.9.3'],
    ['bytes that are left over', 4, 'client', 'c001 00', 'MQTT 3.1.1 §2.2.3'],
    ['a packet of the other side', 4, 'client', 'd000', 'MQTT 3.1.1 §2.2.1'],
    ['DISCONNECT of the server in MQTT 3.1.1', 4, 'server', 'e000', 'MQTT 3.1.1 §2.2.1'],
    ['CONNECT twice', 4, 'client', CONNECT[4], 'MQTT 3.1.1 §3.1'],
  ])('%s', (_, version, sender, hex, spec) => {
    const { decoder, unit } = lastOf(version, sender, hex);
    expect(unit.fault).toMatchObject({ spec, message: expect.stringMatching(/^[A-Z“].*\.$/) });
    const { start, end } = unit.fault!.range;
    expect(start < end && end <= decoder.sizeOf(unit)).toBe(true);
    // An endpoint reads no further.
    const count = packetsOf(decoder).length;
    decoder.push(1, sender, message(sender, hexBytes('c000')), 2);
    expect(packetsOf(decoder)).toHaveLength(count);
  });

  it.each<[string, string, string]>([
    ['another protocol', '100d 0004 4d515458 04 02 003c 0001 61', 'MQTT 3.1.1 §3.1.2.1'],
    ['a version that does not exist', '100d 0004 4d515454 06 02 003c 0001 61', 'MQTT 3.1.1 §3.1.2.2'],
    ['the reserved flag', '100d 0004 4d515454 04 03 003c 0001 61', 'MQTT 3.1.1 §3.1.2.3'],
    ['a Will QoS without a Will', '100d 0004 4d515454 04 0a 003c 0001 61', 'MQTT 3.1.1 §3.1.2.6'],
    ['Will Retain without a Will', '100e 0004 4d515454 05 22 003c 00 0001 61', 'MQTT 5.0 §3.1.2.7'],
    [
      'a password without a user name',
      '1010 0004 4d515454 04 42 003c 0001 61 0001 61',
      'MQTT 3.1.1 §3.1.2.9',
    ],
    ['no name and an old session', '100c 0004 4d515454 04 00 003c 0000', 'MQTT 3.1.1 §3.1.3.1'],
    ['another first packet', 'c000', 'MQTT 3.1.1 §3.1'],
  ])('of CONNECT: %s', (_, hex, spec) => {
    const decoder = mqttDecoder();
    decoder.push(1, 'client', message('client', hexBytes(hex)), 1);
    expect(packetsOf(decoder)[0]?.fault?.spec).toBe(spec);
    expectTiling(decoder);
  });

  it('of CONNACK: reserved flags, a session after a refusal, another first packet', () => {
    for (const [version, hex, spec] of [
      [5, '2003 02 00 00', 'MQTT 5.0 §3.2.2.1'],
      [4, '2002 01 05', 'MQTT 3.1.1 §3.2.2.2'],
      [5, 'd000', 'MQTT 5.0 §3.2'],
    ] as const) {
      const decoder = mqttDecoder();
      decoder.push(1, 'client', message('client', hexBytes(CONNECT[version])), 1);
      decoder.push(1, 'server', message('server', hexBytes(hex)), 1);
      expect(packetsOf(decoder)[1]?.fault?.spec, hex).toBe(spec);
      expectTiling(decoder);
    }
  });
});

describe('any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    // Valid packets with some bytes changed.
    fc
      .tuple(
        fc.constantFrom(
          CONNECT[5],
          CONNECT[4],
          CONNACK[5],
          '300f0003612f62004d6573736167652031',
          '8207000700000161',
          '9006000700018700',
        ),
        fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 4 }),
      )
      .map(([hex, changes]) => {
        const packet = hexBytes(hex);
        for (const [at, byte] of changes) packet[at % packet.length] = byte;
        return packet;
      }),
  );

  it(
    'never throw, give the same units on any split, and are all covered by fields',
    () => {
      const story = fc.array(fc.tuple(fc.constantFrom<Peer>('client', 'server'), bytes), { maxLength: 6 });
      fc.assert(
        fc.property(
          story,
          fc.constantFrom(4 as const, 5 as const),
          fc.array(fc.nat(400)),
          (messages, version, cuts) => {
            const whole = connected(version);
            const cut = connected(version);
            for (const [sender, payload] of messages) {
              const wire = message(sender, payload);
              whole.push(1, sender, wire, 2);
              for (const piece of cutAt(wire, cuts)) cut.push(1, sender, piece, 2);
            }
            expect(shapeOf(cut)).toEqual(shapeOf(whole));
            expectTiling(whole);
          },
        ),
        { numRuns: 400 },
      );
    },
    SLOW_MS,
  );
});
