import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, encodeHandshake } from '../../../protocol/encode';
import { fetchLayers } from '../../../protocol/layers';
import type { Peer } from '../../../protocol/unit';
import { joinBytes } from '../join-bytes';
import { CLIENT, pcapngOf, pcapOf, SERVER, segment, type TestPacket } from '../packets/testing';
import { ACK, FIN, RST, SYN } from '../save/synthetic-packet';
import { readBack, streamsOf } from '../testing';

await fetchLayers();

const utf8 = new TextEncoder();
const SYNS = [
  segment('client', 100, '', { flags: SYN }),
  segment('server', 500, '', { flags: SYN | ACK, acknowledgement: 101 }),
];
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const read = (...packets: readonly TestPacket[]) => readBack(pcapOf(packets));
const streams = (...packets: readonly TestPacket[]) => streamsOf(read(...packets).events);
const textsOf = (...packets: readonly TestPacket[]) => read(...packets).notes.map(({ text }) => text);

describe('the segments of a connection', () => {
  it('are put in order, and repeated bytes count once', () => {
    const [a, b, c] = [
      segment('client', 101, 'one '),
      segment('client', 105, 'two '),
      segment('client', 109, 'three'),
    ];
    expect(streams(...SYNS, b, a, c, a, c)).toEqual(['1 client: one two three']);
  });

  it('may overlap: the bytes that came first count', () => {
    expect(streams(...SYNS, segment('client', 101, 'abcd'), segment('client', 103, 'XXef'))).toEqual([
      '1 client: abcdef',
    ]);
    const ahead = [
      segment('client', 105, 'efgh'),
      segment('client', 103, 'cdXXij'.slice(0, 6)),
      segment('client', 101, 'abXX'),
    ];
    expect(streams(...SYNS, ...ahead)).toEqual(['1 client: abcdefgh']);
  });

  it('may wrap around the end of the sequence numbers', () => {
    const first = 2 ** 32 - 3;
    expect(
      streams(
        segment('client', first, '', { flags: SYN }),
        segment('client', 2, 'efgh'),
        segment('client', first + 1, 'abcd'),
      ),
    ).toEqual(['1 client: abcdefgh']);
  });

  it('end with FIN after all bytes, however they come', () => {
    expect(
      streams(
        ...SYNS,
        segment('client', 103, 'cd', { flags: FIN }),
        segment('client', 101, 'ab'),
        segment('server', 501, '', { flags: FIN }),
      ),
    ).toEqual(['1 client: abcd<fin>', '1 server: <fin>']);
  });

  it('end both ways with a reset', () => {
    const { events } = read(
      ...SYNS,
      segment('client', 101, GET),
      segment('server', 501, '', { flags: RST }),
      segment('client', 128, 'late'),
    );
    expect(streamsOf(events)).toEqual([`1 client: ${GET}`, '1 server: <reset>']);
  });

  it('of a refused connection are an opening and a reset', () => {
    const { events } = read(SYNS[0]!, segment('server', 0, '', { flags: RST | ACK, acknowledgement: 101 }));
    expect(events.map(({ kind }) => kind)).toEqual(['open', 'end']);
  });

  it('of a port that is used again are another connection', () => {
    const again = [segment('client', 9000, '', { flags: SYN }), segment('client', 9001, 'new')];
    expect(streams(...SYNS, segment('client', 101, 'old'), ...again)).toEqual([
      '1 client: old',
      '2 client: new',
    ]);
    // The same SYN again is none.
    expect(streams(...SYNS, segment('client', 101, 'ab'), SYNS[0]!, segment('client', 103, 'cd'))).toEqual([
      '1 client: abcd',
    ]);
  });
});

describe('a missing segment', () => {
  const later = segment('client', 111, 'later');

  it('is a gap, said with its size, once the file ends', () => {
    const { events, notes } = read(...SYNS, segment('client', 101, 'ab'), later);
    expect(streamsOf(events)).toEqual(['1 client: ab<gap 8>later']);
    expect(notes[0]?.text).toMatch(/^8 bytes of the client are missing\. No captured packet holds them/);
  });

  it('is a gap as soon as it was acknowledged and many packets have passed', () => {
    const acks = Array.from({ length: 100 }, () => segment('server', 501, '', { acknowledgement: 116 }));
    const tail = segment('client', 116, '!', { atMicros: 5_000_000 });
    const { events } = read(...SYNS, later, ...acks, tail);
    const gap = events.find(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ bytes: 10, atMicros: 0 });
  });

  it('may come after its acknowledgement was captured', () => {
    const ack = segment('server', 501, '', { acknowledgement: 116 });
    expect(streams(...SYNS, later, ack, segment('client', 101, '0123456789'))).toEqual([
      '1 client: 0123456789later',
    ]);
  });

  it('at the end is known by the FIN', () => {
    expect(
      streams(...SYNS, segment('client', 101, 'ab'), segment('client', 110, '', { flags: FIN })),
    ).toEqual(['1 client: ab<gap 7><fin>']);
  });

  it('leaves the bytes after it undecoded, and says so', () => {
    const { units } = read(...SYNS, segment('client', 101, GET), segment('client', 200, GET));
    expect(units).toHaveLength(2);
    expect(units[1]).toMatch(
      /undecoded.*72 bytes are missing before this, so nothing from here on can be decoded/,
    );
  });

  it('is what a snapshot length cuts off', () => {
    const whole = segment('client', 101, GET);
    const { events, notes } = read(
      ...SYNS,
      { ...whole, captured: whole.bytes.length - 7 },
      segment('client', 101 + GET.length, 'x'),
    );
    expect(streamsOf(events)).toEqual([`1 client: ${GET.slice(0, -7)}<gap 7>x`]);
    expect(notes[0]).toMatchObject({ what: 'snaplen' });
  });

  it('does not fill the memory', () => {
    const many = Array.from({ length: 9000 }, (_, at) => segment('client', 1000 + at * 10, '0123456789'));
    const { events } = read(...SYNS, ...many);
    expect(events.filter(({ kind }) => kind === 'gap')).toHaveLength(1);
  });
});

describe('a connection whose beginning was not captured', () => {
  const text = encodeFrame('text', 'Hello', { isMasked: true });

  it('is the client’s who sends the request, whatever its port', () => {
    const ends = { client: { ...CLIENT, port: 80 }, server: { ...SERVER, port: 50_000 } };
    const { events } = read(segment('client', 7, GET, { ends }));
    expect(events[0]).toMatchObject({
      kind: 'open',
      client: ends.client,
      server: ends.server,
      start: 'missed',
    });
  });

  it('is that of the higher port when no byte tells', () => {
    const { events } = read(segment('server', 7, 'who knows'));
    expect(events[0]).toMatchObject({ client: CLIENT, server: SERVER });
  });

  it('is read from its frames, without a word on what came before', () => {
    const { units, notes } = read(
      segment('client', 7, text),
      segment('server', 9, encodeFrame('text', 'back', { isMasked: false })),
    );
    expect(units.map((unit) => unit.slice(0, 31))).toEqual([
      '1 websocket client text 0-11 Th',
      '1 message client text 0-11 The ',
      '1 websocket server text 0-6 The',
      '1 message server text 0-6 The s',
    ]);
    expect(notes.map(({ what }) => what)).toEqual(['start-missed']);
  });

  it('is read up to Socket.IO once its texts show it, and compressed messages as far as they can be', () => {
    const texts = ['2', '3', '42["a"]', '42/admin,["b"]'].map((text) =>
      encodeFrame('text', text, { isMasked: true }),
    );
    let at = 7;
    const packets = texts.map((bytes) => {
      at += bytes.length;
      return segment('client', at - bytes.length, bytes);
    });
    // A compressed message that begins with a copy of what came before the capture.
    const copied = encodeFrame('text', Uint8Array.of(0x02, 0x13, 0x00, 0x00), {
      isMasked: true,
      isCompressed: true,
    });
    const { units, file } = read(...packets, segment('client', at, copied));
    expect(
      units.filter((unit) => unit.includes('socket.io')).map((unit) => /event “\w”/.exec(unit)?.[0]),
    ).toEqual(['event “a”', 'event “b”']);
    const faults = file.decoder.units.flatMap((unit) => file.faultOf(unit) ?? []);
    expect(faults).toEqual([expect.objectContaining({ kind: 'limit', spec: 'RFC 7692 §7.1.1' })]);
  });

  it('does not blame a frame for a message that began earlier', () => {
    const { file } = read(segment('client', 7, encodeFrame('continuation', 'lo', { isMasked: true })));
    expect(file.decoder.units.map((unit) => file.faultOf(unit))).not.toContainEqual(expect.anything());
  });

  it('is read from the next message when it begins inside one', () => {
    const rest = segment('server', 9, 'rest of a body', { acknowledgement: 7 });
    const answer = segment('server', 23, 'HTTP/1.1 204 No Content\r\n\r\n', { acknowledgement: 34 });
    const { units, notes } = read(rest, segment('client', 7, GET, { acknowledgement: 23 }), answer);
    expect(units.map((unit) => unit.slice(0, 32))).toEqual([
      '1 http client request 0-27 The c',
      '1 http server response 14-41 The',
    ]);
    expect(notes[0]?.text).toContain('its first 14 bytes belong to a message that began earlier');
  });

  it('that carries anything else is left out, and says so', () => {
    expect(textsOf(segment('client', 7, 'nothing'), segment('server', 9, 'known'))[0]).toMatch(
      /^The capture begins in the middle/,
    );
  });
});

describe('a connection without HTTP', () => {
  it('of TLS says how to get at what it carries', () => {
    const hello = Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0);
    const { notes, units } = read(...SYNS, segment('client', 101, hello), segment('server', 501, hello));
    expect(notes.map(({ what }) => what)).toEqual(['tls']);
    expect(notes[0]?.text).toContain('SSLKEYLOGFILE');
    expect(units).toEqual([]);
  });

  it('is told from a client that speaks TLS to a server of HTTP', () => {
    const hello = Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0);
    const answer = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
    const { units, notes } = read(...SYNS, segment('client', 101, hello), segment('server', 501, answer));
    expect(notes).toEqual([]);
    expect(units[0]).toContain('An HTTP request line begins with a method');
  });

  it('says what it looks like', () => {
    const banner = segment('server', 501, 'SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n\r\n');
    expect(textsOf(...SYNS, banner)).toEqual([
      'This connection carries no HTTP, so none of it is decoded. These bytes look like the banner of SSH.',
    ]);
  });
});

describe('the same bytes', () => {
  const { client, server } = encodeHandshake();
  const said: Record<Peer, Uint8Array> = {
    client: joinBytes([
      utf8.encode(client),
      encodeFrame('text', 'Hello', { isMasked: true }),
      encodeFrame('close', '', { isMasked: true }),
    ]),
    server: joinBytes([utf8.encode(server), encodeFrame('text', 'x'.repeat(2000), { isMasked: false })]),
  };
  const [asked, answered] = [utf8.encode(client).length, utf8.encode(server).length];
  /** Part of what a side says, with what it had received by then: a server answers, and a client waits for the answer. */
  const part = (sender: Peer, from: number, to: number) => {
    const isLater = sender === 'server' || from >= asked;
    const end = sender === 'client' && !isLater ? Math.min(to, asked) : to;
    const acknowledgement = sender === 'server' ? 101 + asked : isLater ? 501 + answered : 501;
    const first = sender === 'client' ? 101 : 501;
    return segment(sender, first + from, said[sender].subarray(from, end), { acknowledgement });
  };
  const size = { client: said.client.length, server: said.server.length };
  const inOrder = [
    part('client', 0, asked),
    part('server', 0, size.server),
    part('client', asked, size.client),
  ];
  const plain = readBack(pcapngOf([...SYNS, ...inOrder]));

  it('give the same units, however they are cut, repeated, overlapped and reordered', () => {
    const pieces = fc.array(fc.record({ at: fc.nat(2200), size: fc.integer({ min: 1, max: 700 }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, pieces, fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }), (c, s, order) => {
        const packets: TestPacket[] = [];
        for (const [sender, extra] of [
          ['client', c],
          ['server', s],
        ] as const) {
          const whole = size[sender];
          const cuts = [
            ...new Set([0, sender === 'client' ? asked : 0, ...extra.map(({ at }) => at % whole)]),
          ];
          cuts.sort((a, b) => a - b);
          for (const [index, from] of cuts.entries())
            packets.push(part(sender, from, cuts[index + 1] ?? whole));
          for (const { at, size: length } of extra)
            packets.push(part(sender, at % whole, (at % whole) + length));
        }
        const mixed = packets
          .map((packet, index) => ({ packet, place: order[index % order.length]! }))
          .sort((a, b) => a.place - b.place)
          .map(({ packet }) => packet);
        const { units, notes } = readBack(pcapngOf([...SYNS, ...mixed]));
        expect([...units].sort()).toEqual([...plain.units].sort());
        expect(notes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
