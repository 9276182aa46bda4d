import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../protocol/encode';
import { fetchLayers } from '../../../protocol/layers';
import { joinBytes } from '../join-bytes';
import { encodePacketBlock } from '../save/pcapng-blocks';
import { SYN } from '../save/synthetic-packet';
import { readBack } from '../testing';
import { addressText } from './ip';
import { CLIENT, cut, type PcapStyle, pcapngOf, pcapOf, SERVER, segment } from './testing';

await fetchLayers();

const GET = encodeRequest('GET /x');
const AT = 1_800_000_000_123_456;
const PACKETS = [
  segment('client', 0, '', { flags: SYN, atMicros: AT }),
  segment('client', 1, GET, { atMicros: AT + 5 }),
];
const V6 = { client: { ...CLIENT, address: '2001:db8::1' }, server: { ...SERVER, address: '::1' } };
const PACKETS_V6 = PACKETS.map((_, at) =>
  segment('client', at, at === 0 ? '' : GET, { ends: V6, flags: at === 0 ? SYN : 0, atMicros: AT }),
);
const REQUEST = expect.stringContaining('1 http client request');

describe('pcap', () => {
  it.each([
    [{ isLittle: true }],
    [{ isLittle: false }],
    [{ isLittle: true, isNano: true }],
    [{ isLittle: false, isNano: true }],
  ] satisfies [PcapStyle][])('is read as %o, with its times', (style) => {
    const { events, units, notes } = readBack(pcapOf(PACKETS, style));
    expect({ units, notes }).toEqual({ units: [REQUEST], notes: [] });
    expect(events[0]).toMatchObject({
      kind: 'open',
      client: CLIENT,
      server: SERVER,
      atMicros: AT,
      start: 'captured',
    });
    expect(events[1]).toMatchObject({ kind: 'chunk', sender: 'client', atMicros: AT + 5 });
  });

  it.each([
    ['Ethernet with a VLAN tag', { link: [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 0x81, 0, 0, 7, 8, 0] }],
    [
      'Ethernet with two',
      { link: [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 0x88, 0xa8, 0, 7, 0x81, 0, 0, 7, 8, 0] },
    ],
    ['loopback of a small machine', { linkType: 0, link: [2, 0, 0, 0] }],
    ['loopback of OpenBSD', { linkType: 108, link: [0, 0, 0, 2] }],
    ['raw IP', { linkType: 101, link: [] }],
    ['Linux cooked', { linkType: 113, link: [0, 0, 0, 1, 0, 6, 0, 1, 2, 3, 4, 5, 0, 0, 8, 0] }],
    [
      'Linux cooked, version 2',
      { linkType: 276, link: [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 1, 2, 3, 4, 5, 0, 0] },
    ],
  ] satisfies [string, PcapStyle][])('is read with packets of %s', (_, style) => {
    expect(readBack(pcapOf(PACKETS, style))).toMatchObject({ units: [REQUEST], notes: [] });
  });

  it.each([
    ['Ethernet', {}],
    ['loopback of macOS', { linkType: 0, link: [30, 0, 0, 0] }],
    [
      'Linux cooked, version 2',
      { linkType: 276, link: [0x86, 0xdd, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 1, 2, 3, 4, 5, 0, 0] },
    ],
  ] satisfies [string, PcapStyle][])('is read with IPv6 on %s', (_, style) => {
    const { events, units } = readBack(pcapOf(PACKETS_V6, style));
    expect(units).toEqual([REQUEST]);
    expect(events[0]).toMatchObject(V6);
  });

  it('is read with options of IPv4 and extension headers of IPv6', () => {
    const withOptions = PACKETS.map(({ bytes, ...packet }) => {
      const longer = joinBytes([bytes.subarray(0, 34), Uint8Array.of(1, 1, 1, 0), bytes.subarray(34)]);
      longer[14] = 0x46;
      new DataView(longer.buffer).setUint16(16, longer.length - 14);
      return { ...packet, bytes: longer };
    });
    expect(readBack(pcapOf(withOptions)).units).toEqual([REQUEST]);
    const extended = PACKETS_V6.map(({ bytes, ...packet }) => {
      const longer = joinBytes([
        bytes.subarray(0, 54),
        Uint8Array.of(6, 0, 1, 4, 0, 0, 0, 0),
        bytes.subarray(54),
      ]);
      longer[20] = 60;
      new DataView(longer.buffer).setUint16(18, longer.length - 54);
      return { ...packet, bytes: longer };
    });
    expect(readBack(pcapOf(extended)).units).toEqual([REQUEST]);
  });

  it('does not take the padding of a short frame for data', () => {
    const [syn, get] = PACKETS;
    const padded = { ...syn!, bytes: joinBytes([syn!.bytes, new Uint8Array(6)]) };
    expect(readBack(pcapOf([padded, get!])).units).toEqual([REQUEST]);
  });

  it('says what it leaves out: fragments, other packets, link types that it does not know', () => {
    const fragment = { ...PACKETS[0]!, bytes: PACKETS[0]!.bytes.slice() };
    fragment.bytes[20] = 0x20;
    const udp = { ...PACKETS[0]!, bytes: PACKETS[0]!.bytes.slice() };
    udp.bytes[23] = 17;
    const notesOf = (file: Uint8Array) => readBack(file).notes.map(({ text }) => text);
    expect(notesOf(pcapOf([fragment, ...PACKETS]))).toEqual([
      '1 IP fragment of TCP was left out: fragments are not put together here.',
    ]);
    expect(notesOf(pcapOf([udp]))).toEqual([
      'The only packet is not TCP. HTTP/3 is carried by UDP and cannot be read here.',
    ]);
    expect(notesOf(pcapOf(PACKETS, { linkType: 127 }))[0]).toMatch(
      /^2 packets of Wi-Fi \(802.11\) frames \(link type 127\) cannot be read here/,
    );
    expect(notesOf(pcapOf([]))).toEqual(['The capture holds no packet.']);
  });

  it('that is cut or broken is read up to there', () => {
    const whole = pcapOf(PACKETS);
    const cutFile = readBack(whole.subarray(0, -3));
    expect(cutFile.notes[0]?.text).toMatch(/^This pcap file ends inside a packet, after 1 whole ones/);
    const broken = whole.slice();
    broken.fill(255, 24 + 8, 24 + 12);
    expect(readBack(broken).notes[0]?.text).toMatch(/^After 0 packets this pcap file is broken/);
  });
});

/** A pcapng block of any type. */
function block(type: number, body: readonly number[], isLittle = true): Uint8Array {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, isLittle);
  view.setUint32(4, bytes.length, isLittle);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, bytes.length, isLittle);
  return bytes;
}

describe('pcapng', () => {
  const SECTION = block(0x0a0d0d0a, [0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, ...new Array<number>(8).fill(255)]);
  /** An Ethernet interface whose times count in units of this many decimal digits. */
  const ethernet = (digits: number) =>
    block(1, [1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, digits, 0, 0, 0, 0, 0, 0, 0]);

  it('is read, and blocks that nobody knows are passed over', () => {
    const file = joinBytes([pcapngOf([]), block(0x0bad, new Array<number>(400).fill(1)), pcapngOf(PACKETS)]);
    expect(readBack(file)).toMatchObject({ units: [REQUEST], notes: [] });
  });

  it('may have several interfaces, with times of their own', () => {
    const packet = (index: number, at: number, bytes: Uint8Array) => {
      const made = encodePacketBlock(at, bytes);
      new DataView(made.buffer).setUint32(8, index, true);
      return made;
    };
    const [syn, get] = PACKETS;
    const file = joinBytes([
      SECTION,
      ethernet(6),
      ethernet(3),
      packet(0, AT, syn!.bytes),
      packet(1, Math.ceil(AT / 1000), get!.bytes),
    ]);
    const { events } = readBack(file);
    expect(events.map((event) => 'atMicros' in event && event.atMicros)).toEqual([
      AT,
      Math.ceil(AT / 1000) * 1000,
    ]);
  });

  it('may have simple packets without a time', () => {
    const packets = PACKETS.map(({ bytes }) => {
      const size = new Uint8Array(Uint32Array.of(bytes.length).buffer);
      return block(3, [...size, ...bytes, ...new Array<number>(-bytes.length & 3).fill(0)]);
    });
    expect(readBack(joinBytes([SECTION, ethernet(6), ...packets])).units).toEqual([REQUEST]);
  });

  it('may be written in the other byte order', () => {
    const section = block(
      0x0a0d0d0a,
      [0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, ...new Array<number>(8).fill(255)],
      false,
    );
    const big = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
    const packets = PACKETS.map(({ bytes }) => {
      const head = [
        ...big(0),
        ...big(Math.floor(AT / 2 ** 32)),
        ...big(AT % 2 ** 32),
        ...big(bytes.length),
        ...big(bytes.length),
      ];
      return block(6, [...head, ...bytes, ...new Array<number>(-bytes.length & 3).fill(0)], false);
    });
    const file = joinBytes([section, block(1, [0, 1, 0, 0, 0, 0, 0, 0], false), ...packets]);
    const { events, units } = readBack(file);
    expect(units).toEqual([REQUEST]);
    expect(events[0]).toMatchObject({ atMicros: AT });
  });

  it('that is cut or broken is read up to there', () => {
    const whole = pcapngOf(PACKETS);
    expect(readBack(whole.subarray(0, -3)).notes[0]?.text).toMatch(
      /^This pcapng file ends inside a block, after 1 packets/,
    );
    const nameless = joinBytes([SECTION, encodePacketBlock(AT, PACKETS[0]!.bytes)]);
    expect(readBack(nameless).notes[0]?.text).toMatch(/names an interface that the file does not describe/);
    expect(readBack(joinBytes([SECTION, new Uint8Array(16)])).notes[0]?.text).toMatch(
      /^After 0 packets this pcapng file is broken/,
    );
  });
});

it.each([
  [[127, 0, 0, 1], '127.0.0.1'],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], '2001:db8::1'],
  [new Array<number>(16).fill(0), '::'],
  [[0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7], '1:0:2:3:4:5:6:7'],
])('the address %j is written as %s', (bytes, text) => {
  expect(addressText(Uint8Array.from(bytes))).toBe(text);
});

it('any split of a file gives the same, and nothing keeps its pieces', () => {
  const files = [
    pcapOf(PACKETS),
    pcapOf(PACKETS, { isLittle: false, isNano: true }),
    joinBytes([pcapngOf(PACKETS), block(0x0bad, [1, 2, 3, 4])]),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }),
      (file, sizes) => {
        const pieces = cut(file, sizes);
        const split = readBack(...pieces);
        expect(split.events).toEqual(readBack(file).events);
        expect(split.units).toEqual([REQUEST]);
      },
    ),
    { numRuns: 60 },
  );
});
