import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { decodePayload, encodePayload, type Packet } from 'engine.io-parser';
import fc from 'fast-check';
import { Encoder, PacketType, Decoder as Parser } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64';
import { createDecoder } from './create-decoder';
import type { Decoder } from './decoder';
import { encodeFrame } from './encode';
import { acceptSteps } from './handshake';
import { checkJson, jsonParts } from './json';
import { LAYERS } from './layers';
import { sha1 } from './sha1';
import { TERMS } from './terms';
import { concat, cutAt, expectTiling, latin, openedDecoder, shapeOf, unitsOf, utf8 } from './testing/units';
import type { Unit } from './unit';

/** Properties take long on a busy machine. */
const SLOW_MS = 60_000;
const POLLING = '/lab/0123456789abcdef0123456789abcdef/socket.io/?EIO=4&transport=polling';

function exchange(request: string, response: string | Uint8Array, decoder = createDecoder()): Decoder {
  decoder.push(1, 'client', utf8.encode(request), 0);
  decoder.push(1, 'server', typeof response === 'string' ? utf8.encode(response) : response, 1);
  return decoder;
}

const faultsOf = (decoder: Decoder): string[] => decoder.units.flatMap((unit) => unit.fault?.message ?? []);

const labelsOf = (decoder: Decoder, layer: Unit['layer']): string[] =>
  unitsOf(decoder, layer).map((unit) => decoder.labelOf(unit));

describe('SHA-1, base64 and the accept value', () => {
  it(
    'agree with Node on any bytes',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          expect(Buffer.from(sha1(bytes)).toString('hex')).toBe(
            createHash('sha1').update(bytes).digest('hex'),
          );
          expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
          expect(decodeBase64(latin(encodeBase64(bytes)))).toEqual(bytes);
        }),
      );
      expect(decodeBase64(latin('AB*='))).toBe(2);
    },
    SLOW_MS,
  );

  it('compute the example of RFC 6455 §1.3, step by step', () => {
    const steps = acceptSteps('dGhlIHNhbXBsZSBub25jZQ==');
    expect(steps.joined).toBe('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    expect(steps.digestHex).toBe('b37a4f2cc0624f1690f64606cf385945b2bec4ea');
    expect(steps.accept).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });
});

describe('JSON', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it(
    'is accepted and refused as JSON.parse does',
    () => {
      const alphabet = fc.string({
        unit: fc.constantFrom(...'[]{}",:0123456789.eE+-tfn \\u/aé\n'.split(''), 'true', 'null'),
        maxLength: 12,
      });
      const broken = fc.tuple(
        fc.json(),
        fc.nat(200),
        fc.constantFrom('', '"', ',', ']', '}', '\\', '0', ' ', '\u0001'),
      );
      const texts = fc.oneof(
        alphabet,
        fc.json(),
        broken.map(
          ([text, at, put]) =>
            text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1),
        ),
      );
      fc.assert(
        fc.property(texts, (text) => {
          const bytes = utf8.encode(text);
          expect(checkJson(bytes, 0, bytes.length) < 0).toBe(isJson(text));
        }),
        { numRuns: 1500 },
      );
      const deep = utf8.encode('['.repeat(100_000) + ']'.repeat(100_000));
      expect(checkJson(deep, 0, deep.length)).toBe(-1);
    },
    SLOW_MS,
  );

  it(
    'is split into parts that tile it',
    () => {
      fc.assert(
        fc.property(fc.json(), (text) => {
          const bytes = utf8.encode(text);
          let at = 0;
          for (const part of jsonParts(bytes, 0, bytes.length)) {
            expect(part.start).toBe(at);
            at = part.end;
          }
          expect(at).toBe(bytes.length);
        }),
        { numRuns: 300 },
      );
    },
    SLOW_MS,
  );
});

describe('HTTP', () => {
  it('joins pipelined requests to their responses, and gives bodies without transfer coding', () => {
    const get = 'GET /lab/0123456789abcdef0123456789abcdef/echo?call=1 HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n';
    const decoder = exchange(
      get + head,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n' +
        'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n',
    );
    expect(labelsOf(decoder, 'http')).toEqual(['GET /lab/…/echo', 'HEAD /', '200 OK', '200 OK']);
    const [first, second, chunked, empty] = unitsOf(decoder, 'http');
    expect(decoder.partnerOf(chunked!)).toBe(first);
    expect(decoder.partnerOf(second!)).toBe(empty);
    expect(new TextDecoder().decode(decoder.contentOf(chunked!))).toBe('abcde');
    expect(decoder.fieldsOf(chunked!).map((field) => field.name)).toEqual([
      ...[
        'HTTP version',
        'Space',
        'Status code',
        'Space',
        'Reason phrase',
        'Transfer-Encoding',
        'Empty line',
      ],
      ...['Chunk size', 'Chunk data', 'End of chunk', 'Chunk size', 'Chunk data', 'End of chunk'],
      ...['Chunk size', 'T', 'Empty line'],
    ]);
    expect(decoder.headOf(first!)?.target).toContain('?call=1');
    expect(faultsOf(decoder)).toEqual([]);
    expectTiling(decoder);
  });

  it('continues with HTTP when an upgrade is refused', () => {
    const upgrade = 'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    const valid = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n';
    const decoder = exchange(
      `${upgrade}${valid}GET /next HTTP/1.1\r\nHost: x\r\n\r\n`,
      'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 2\r\n\r\nno',
    );
    expect(labelsOf(decoder, 'http')).toEqual(['GET /ws', '426 Upgrade Required', 'GET /next']);
    expect(unitsOf(decoder, 'http')[0]?.fault).toMatchObject({ spec: 'RFC 6455 §4.2.1' });
    expect(decoder.connection(1)?.protocol).toBe('http');
    expectTiling(decoder);
  });

  it('faults a handshake that a client must fail, at the header', () => {
    const decoder = openedDecoder();
    expect(faultsOf(decoder)).toEqual([]);
    const wrong = exchange(
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
    );
    const response = unitsOf(wrong, 'http')[1];
    expect(response?.fault?.message).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    const { start, end } = response!.fault!.range;
    expect(new TextDecoder().decode(wrong.bytesOf(response!).slice(start, end))).toBe(
      'Sec-WebSocket-Accept: wrong',
    );
  });

  it('shows bytes that are not HTTP as one growing undecoded unit', () => {
    for (const text of ['\x16\x03\x01\x00', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\nmore']) {
      const whole = createDecoder();
      whole.push(1, 'client', latin(text), 0);
      const pieces = createDecoder();
      for (const byte of latin(text)) pieces.push(1, 'client', Uint8Array.of(byte), 0);
      expect(shapeOf(pieces)).toEqual(shapeOf(whole));
      expect(unitsOf(whole, 'http').at(-1)?.kind).toBe('undecoded');
      expect(faultsOf(whole)).toHaveLength(1);
      expectTiling(whole);
    }
  });

  it(
    'agrees with Node’s own parser (llhttp) on any body, split and pipeline',
    async () => {
      const seen: string[] = [];
      const server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          seen.push(`${request.method} ${request.url} ${Buffer.concat(parts).toString('hex')}`);
          response.end(Buffer.concat(parts));
        });
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const message = fc.record({
        path: fc.webPath(),
        body: fc.uint8Array({ maxLength: 40 }),
        isChunked: fc.boolean(),
        lead: fc.constantFrom('', '\r\n'),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(message, { minLength: 1, maxLength: 4 }),
          fc.array(fc.nat(900)),
          async (list, cuts) => {
            seen.length = 0;
            const bytes = concat(
              ...list.flatMap(({ path, body, isChunked, lead }, index) => {
                const last = index === list.length - 1 ? 'Connection: close\r\n' : '';
                const head = `${lead}POST ${path || '/'} HTTP/1.1\r\nHost: x\r\n${last}`;
                if (!isChunked) return [latin(`${head}Content-Length: ${body.length}\r\n\r\n`), body];
                const chunk =
                  body.length === 0 ? [] : [latin(`${body.length.toString(16)}\r\n`), body, latin('\r\n')];
                return [latin(`${head}Transfer-Encoding: chunked\r\n\r\n`), ...chunk, latin('0\r\n\r\n')];
              }),
            );
            const answers = await new Promise<Buffer>((done, fail) => {
              const parts: Buffer[] = [];
              const socket = connect(address.port, '127.0.0.1', () => socket.write(bytes));
              socket.on('data', (part: Buffer) => parts.push(part));
              socket.on('end', () => done(Buffer.concat(parts)));
              socket.on('error', fail);
            });
            const decoder = createDecoder();
            for (const piece of cutAt(bytes, cuts)) decoder.push(1, 'client', piece, 0);
            for (const piece of cutAt(answers, cuts)) decoder.push(1, 'server', piece, 0);
            decoder.end(1, 'server');
            expect(faultsOf(decoder)).toEqual([]);
            expectTiling(decoder);
            const requests = unitsOf(decoder, 'http').filter((unit) => unit.kind === 'request');
            const said = requests.map((unit) => {
              const { method, target } = decoder.headOf(unit)!;
              return `${method} ${target} ${Buffer.from(decoder.contentOf(unit)).toString('hex')}`;
            });
            expect(said).toEqual(seen);
            for (const unit of requests) {
              const answer = decoder.contentOf(decoder.partnerOf(unit)!);
              expect(Buffer.compare(answer, decoder.contentOf(unit))).toBe(0);
            }
          },
        ),
        { numRuns: 60 },
      );
      await new Promise((done) => server.close(done));
    },
    SLOW_MS,
  );

  it(
    'never throws on mutated exchanges, and gives the same units for any split',
    () => {
      const request = latin(
        'POST /a?b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      );
      const mutation = fc.array(fc.tuple(fc.nat(request.length - 1), fc.nat(255)), {
        minLength: 1,
        maxLength: 3,
      });
      fc.assert(
        fc.property(mutation, fc.array(fc.nat(120), { maxLength: 6 }), (changes, cuts) => {
          const bytes = request.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          const whole = createDecoder();
          whole.push(1, 'client', bytes, 0);
          const pieces = createDecoder();
          for (const piece of cutAt(bytes, cuts)) pieces.push(1, 'client', piece, 0);
          expect(shapeOf(pieces)).toEqual(shapeOf(whole));
          expectTiling(pieces);
        }),
        { numRuns: 400 },
      );
    },
    SLOW_MS,
  );
});

describe('Engine.IO', () => {
  it(
    'decodes the polling bodies that engine.io-parser makes, plain and gzipped',
    async () => {
      const text = fc.string({ unit: 'grapheme' }).map((data) => data.replaceAll('\x1e', ''));
      const packet: fc.Arbitrary<Packet> = fc.oneof(
        text.map((data): Packet => ({ type: 'message', data })),
        fc.uint8Array().map((data): Packet => ({ type: 'message', data: Buffer.from(data) })),
        fc.constantFrom<Packet>({ type: 'ping' }, { type: 'noop' }, { type: 'close' }),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(packet, { minLength: 1, maxLength: 6 }),
          fc.boolean(),
          async (packets, isZipped) => {
            const body = await new Promise<string>((done) => encodePayload(packets, done));
            const content = isZipped ? gzipSync(body) : Buffer.from(body);
            const coding = isZipped ? 'Content-Encoding: gzip\r\n' : '';
            const target = POLLING.replace('/socket.io/', '/engine.io/').replace(/^\/lab\/\w+/, '');
            const decoder = exchange(
              `GET ${target}&sid=s HTTP/1.1\r\nHost: x\r\n\r\n`,
              concat(latin(`HTTP/1.1 200 OK\r\n${coding}Content-Length: ${content.length}\r\n\r\n`), content),
            );
            const units = unitsOf(decoder, 'engine.io');
            expect(units.map((unit) => unit.kind)).toEqual(packets.map(({ type }) => type));
            const said = units.map((unit) => Buffer.from(decoder.contentOf(unit)).toString('hex'));
            expect(said).toEqual(
              decodePayload(body).map(({ data }) => Buffer.from(data ?? '').toString('hex')),
            );
            expect(decoder.contentsOf(unitsOf(decoder, 'http')[1]!)).toEqual(units);
            expectTiling(decoder);
          },
        ),
        { numRuns: 80 },
      );
    },
    SLOW_MS,
  );

  it('faults unknown packets, a client’s ping, and invalid base64', () => {
    const post = (body: string) =>
      exchange(
        `POST ${POLLING}&sid=s HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      );
    for (const body of ['9', '', '2', '2x', 'b*', '40\x1e', '0{}']) {
      const decoder = post(body);
      // The bytes that base64 stands for, here none, belong to no packet of Socket.IO.
      if (body !== '') expect(faultsOf(decoder), body).toHaveLength(body === 'b*' ? 2 : 1);
      expectTiling(decoder);
    }
    expect(labelsOf(post('40'), 'engine.io')).toEqual(['message “0”']);
  });

  it('reads the session of an open packet', () => {
    const body =
      '0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}';
    const decoder = exchange(
      `GET ${POLLING} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const [open] = unitsOf(decoder, 'engine.io');
    expect(decoder.fieldsOf(open!).map(({ name, value }) => [name, value])).toEqual([
      ['Packet type', '0 open'],
      ['sid', '"abc"'],
      ['upgrades', '["websocket"]'],
      ['pingInterval', '25000'],
      ['pingTimeout', '20000'],
      ['maxPayload', '1000000'],
    ]);
    expect(decoder.connection(1)?.sid).toBe('abc');
    expect(decoder.toWire(open!).precision).toBe('exact');
  });
});

describe('Socket.IO', () => {
  const TARGET = '/socket.io/?EIO=4&transport=websocket&sid=s';
  const opened = () => openedDecoder({ target: TARGET });

  /** An unmasked frame from the server. */
  const frame = (opcode: number, payload: Uint8Array) => encodeFrame(opcode, payload, { isMasked: false });

  it(
    'decodes what socket.io-parser encodes, with namespaces, ids and attachments',
    () => {
      const value = fc.oneof(
        fc.jsonValue(),
        fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      );
      const packet = fc.record({
        type: fc.constantFrom(PacketType.EVENT, PacketType.ACK),
        nsp: fc.constantFrom('/', '/admin', '/ä?x=1'),
        id: fc.option(fc.nat(), { nil: undefined }),
        name: fc.constantFrom('message', 'a b', 'connected', 'ä"\\'),
        values: fc.array(value, { maxLength: 4 }),
      });
      fc.assert(
        fc.property(fc.array(packet, { maxLength: 4 }), (packets) => {
          const decoder = opened();
          const parser = new Parser();
          const parsed: unknown[] = [];
          parser.on('decoded', (decoded) => parsed.push(decoded));
          for (const { type, nsp, id, name, values } of packets) {
            const data = type === PacketType.EVENT ? [name, ...values] : values;
            const ackId = type === PacketType.ACK ? (id ?? 0) : id;
            const parts = new Encoder().encode({
              type,
              nsp,
              data,
              ...(ackId === undefined ? {} : { id: ackId }),
            });
            for (const part of parts) {
              parser.add(part);
              const isText = typeof part === 'string';
              decoder.push(1, 'server', frame(isText ? 1 : 2, isText ? utf8.encode(`4${part}`) : part), 1);
            }
          }
          const units = unitsOf(decoder, 'socket.io');
          expect(faultsOf(decoder)).toEqual([]);
          expect(units).toHaveLength(parsed.length);
          expect(units.every((unit) => !unit.partial)).toBe(true);
          expectTiling(decoder);
        }),
        { numRuns: 150 },
      );
    },
    SLOW_MS,
  );

  it(
    'finds a fault where socket.io-parser throws',
    () => {
      const text = fc.oneof(
        fc.string({
          unit: fc.constantFrom(...'0123456-/,[]{}"a'.split(''), '["a"]', '{}'),
          minLength: 1,
          maxLength: 8,
        }),
        fc.constantFrom(
          '2["connect"]',
          '2["disconnecting",1]',
          '21["a"]',
          '0{"token":1}',
          '0[]',
          '1{}',
          '4"no"',
          '4{}',
          '4[]',
          '3{}',
          '31[]',
          '2[null]',
          '2[1]',
          '2',
          '5["a"]',
          '51-["a"]',
          '50-["a"]',
          '599-["a"]',
          '2/x,1["a"]',
          '2/x',
          '7',
          '2["a"',
        ),
      );
      fc.assert(
        fc.property(text, (packet) => {
          let isSound = true;
          try {
            new Parser().add(packet);
          } catch {
            isSound = false;
          }
          const decoder = opened();
          decoder.push(1, 'server', frame(1, utf8.encode(`4${packet}`)), 1);
          const broken = decoder.units.filter(({ fault }) => fault !== null && fault.kind !== 'notice');
          expect(broken.length === 0, packet).toBe(isSound);
          expectTiling(decoder);
        }),
        { numRuns: 700 },
      );
    },
    SLOW_MS,
  );

  it('faults text among attachments, unannounced binary data, and placeholders without an attachment', () => {
    for (const bytes of [
      concat(frame(1, latin('451-["a",{"_placeholder":true,"num":0}]')), frame(1, latin('42["b"]'))),
      frame(2, latin('x')),
      concat(frame(1, latin('451-["a",{"_placeholder":true,"num":7}]')), frame(2, latin('x'))),
    ]) {
      const decoder = opened();
      decoder.push(1, 'server', bytes, 1);
      expect(faultsOf(decoder)).toHaveLength(1);
      expectTiling(decoder);
    }
  });

  it('pairs acknowledgements by id and namespace, and joins a session over two connections', () => {
    const decoder = opened();
    const post = (connection: number, body: string) => {
      const head = `POST ${POLLING}&sid=s HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
      decoder.push(connection, 'client', latin(head + body), 2);
      decoder.push(connection, 'server', latin('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 2);
    };
    post(2, '452-["up",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]\x1ebAQI=');
    post(3, 'bAw==\x1e4212["sum",1]');
    decoder.push(1, 'server', frame(1, latin('4312[1]')), 3);
    const [up, sum, ack] = unitsOf(decoder, 'socket.io');
    expect(up?.partial).toBe(false);
    expect(decoder.toWire(up!).ranges.map(({ connection }) => connection)).toEqual([2, 2, 3]);
    expect(
      decoder
        .fieldsOf(up!)
        .slice(-2)
        .map(({ value }) => value),
    ).toEqual(['01 02', '03']);
    expect(decoder.partnerOf(sum!)).toBe(ack);
    expect(decoder.sentenceOf(ack!)).toBe('The server acknowledged event 12: 1.');
    expect(faultsOf(decoder)).toEqual([]);
    expectTiling(decoder);
  });
});

describe('the tables', () => {
  it('give every layer a colour that exists, and every term a sentence', () => {
    const css = readFileSync('src/ui/tokens.css', 'utf8');
    for (const { colour, about } of LAYERS) {
      expect(css).toContain(`${colour}:`);
      expect(about).toMatch(/\.$/);
    }
    for (const { text, spec } of Object.values(TERMS)) {
      expect(text).toMatch(/^[\S].*[.]$/);
      expect(spec).not.toBe('');
    }
  });
});
