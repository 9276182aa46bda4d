import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptSteps, agreementOf } from './handshake';
import { concernsWebSocket, isPlainRequest, isPlainResponse } from './handshake-check';
import { type HttpHead, parseHead } from './http-head';
import { faultsOfRequest, faultsOfResponse } from './opening/rules';
import { HANDSHAKE_ANSWER_RULES } from './rules/handshake-answer-rules';
import { asking, switching } from './rules/handshake-heads';
import { HANDSHAKE_RULES } from './rules/handshake-rules';
import { clientFrame, decode, type Step, serverFrame } from './rules/rule-case';
import { unitsOf } from './testing/units';

const headOf = (step: Step | undefined) => parseHead((step as { readonly bytes: Uint8Array }).bytes);
const EXTENSION = 'Sec-WebSocket-Extensions';
const agreed = (offered: string, accepted: string) =>
  agreementOf(headOf(asking({ [EXTENSION]: offered })), headOf(switching({ [EXTENSION]: accepted })))
    .compression;

describe('what both ends use after the opening handshake', () => {
  const full = { contextTakeover: true, windowBits: 15 };
  it('is no compression without permessage-deflate', () => {
    expect(agreed('permessage-deflate', 'x-foo')).toBeNull();
  });

  it('is what the response says, whatever stands around it', () => {
    expect(agreed('permessage-deflate; client_max_window_bits', 'permessage-deflate')).toEqual({
      client: full,
      server: full,
    });
    const parameters = 'server_no_context_takeover ;client_max_window_bits="10"; server_max_window_bits = 9';
    expect(
      agreed('permessage-deflate; client_max_window_bits', `x-foo, permessage-deflate; ${parameters}`),
    ).toEqual({
      client: { contextTakeover: true, windowBits: 10 },
      server: { contextTakeover: false, windowBits: 9 },
    });
  });

  it('is the window that the client offered for itself, when the response has none or a larger one', () => {
    const offer = 'permessage-deflate; client_max_window_bits=11';
    expect(agreed(offer, 'permessage-deflate')?.client.windowBits).toBe(11);
    expect(agreed(offer, 'permessage-deflate; client_max_window_bits=9')?.client.windowBits).toBe(9);
    expect(agreed(`${offer}, permessage-deflate`, 'permessage-deflate')?.client.windowBits).toBe(15);
  });

  it('is the largest window where a size is none, and the first of two', () => {
    for (const value of ['7', '16', '08', '', 'x'])
      expect(
        agreed('permessage-deflate', `permessage-deflate; server_max_window_bits=${value}`)?.server,
      ).toEqual(full);
    const twice =
      'permessage-deflate; server_max_window_bits=9; server_max_window_bits=12, permessage-deflate';
    expect(agreed('permessage-deflate', twice)?.server.windowBits).toBe(9);
  });

  it('is the first of several subprotocols', () => {
    const response = headOf(switching({ 'Sec-WebSocket-Protocol': 'mqtt, chat' }));
    expect(agreementOf(headOf(asking()), response).subprotocol).toBe('mqtt');
  });
});

describe('frames after a 101 that breaks a rule', () => {
  const statesAfter = (...[request, response]: readonly [Step, Step]) => {
    const decoder = decode([request, response, serverFrame('text', 'Hi'), clientFrame('text', 'Ho')]);
    return unitsOf(decoder, 'websocket').map((unit) => [decoder.labelOf(unit), unit.isAfterFailure]);
  };

  it('are never read by a client, as far as they are the server’s', () => {
    expect(statesAfter(asking(), switching({ Connection: null }))).toEqual([
      ['text “Hi”', true],
      ['text “Ho”', false],
    ]);
  });

  it('are read by programs that are no browser, when only browsers refuse the 101', () => {
    expect(statesAfter(asking({ 'Sec-WebSocket-Protocol': 'chat' }), switching())).toEqual([
      ['text “Hi”', false],
      ['text “Ho”', false],
    ]);
  });

  it('are frames even if the request did not ask for them', () => {
    expect(statesAfter(asking({ Upgrade: null, Connection: 'keep-alive' }), switching())).toEqual([
      ['text “Hi”', true],
      ['text “Ho”', false],
    ]);
  });
});

describe('the quick look at an opening handshake', () => {
  it('lets nothing pass that breaks a rule', () => {
    for (const { name, wire } of [...HANDSHAKE_RULES, ...HANDSHAKE_ANSWER_RULES]) {
      const request = headOf(wire[0]);
      if (faultsOfRequest(request).length > 0)
        expect(concernsWebSocket(request) && isPlainRequest(request), name).toBe(false);
      const second = wire[1];
      if (second === undefined || !('bytes' in second) || second.sender === 'client') continue;
      const response = headOf(second);
      if (response.status !== 101 || faultsOfResponse(request, response).length === 0) continue;
      expect(isPlainResponse(request, response), name).toBe(false);
    }
  });

  it('lets pass what browsers and the lab’s server say', () => {
    const extensions = 'permessage-deflate; client_max_window_bits';
    const request = headOf(asking({ [EXTENSION]: extensions, 'Sec-WebSocket-Protocol': 'chat, b' }));
    expect(isPlainRequest(request)).toBe(true);
    const chosen = { 'Sec-WebSocket-Protocol': 'b' };
    expect(isPlainResponse(request, headOf(switching(chosen)))).toBe(true);
    expect(
      isPlainResponse(request, headOf(switching({ ...chosen, [EXTENSION]: 'permessage-deflate' }))),
    ).toBe(true);
  });
});

it('checks any header fields without throwing, and points into the head', () => {
  const piece = fc.constantFrom(
    ...[
      'permessage-deflate',
      'server_max_window_bits',
      'client_max_window_bits',
      'chat',
      'websocket',
      'upgrade',
      'h2c',
    ],
    ...[
      '13',
      '8',
      ';',
      ',',
      '=',
      '"',
      '\\',
      ' ',
      '\t',
      '@',
      'ü',
      '\xa0',
      'dGhlIHNhbXBsZSBub25jZQ==',
      '__proto__',
    ],
  );
  const value = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
  const values = fc.option(fc.array(value, { maxLength: 3 }));
  const names = ['Upgrade', 'Connection', EXTENSION, 'Sec-WebSocket-Protocol', 'Sec-WebSocket-Version'];
  const others = ['Sec-WebSocket-Key', 'Sec-WebSocket-Accept', 'Origin', 'Content-Length'];
  const fields = fc.dictionary(fc.constantFrom(...names, ...others), values);
  fc.assert(
    fc.property(fields, fields, fc.constantFrom(101, 200, 426, 103), (asked, answered, status) => {
      const steps = [asking(asked), switching(answered, `HTTP/1.1 ${status} Any`)] as const;
      const [request, response] = steps.map(headOf) as [HttpHead, HttpHead];
      const found = [faultsOfRequest(request), faultsOfResponse(request, response)];
      agreementOf(request, response);
      for (const [index, faults] of found.entries()) {
        const { length } = (steps[index] as { readonly bytes: Uint8Array }).bytes;
        for (const { range, message } of faults) {
          expect(range.start >= 0 && range.start < range.end && range.end <= length, message).toBe(true);
        }
      }
      if (isPlainRequest(request)) expect(found[0]).toEqual([]);
      if (status === 101 && isPlainResponse(request, response)) expect(found[1]).toEqual([]);
      decode(steps);
    }),
    { numRuns: 400 },
  );
});

it('checks a handshake of 64 KiB without going through it again and again', { timeout: 20_000 }, () => {
  const long = 'a;b=c,'.repeat(10_000);
  for (const value of [long, ','.repeat(60_000), `"${'\\a'.repeat(29_000)}`, 'x'.repeat(60_000)]) {
    const fields = {
      [EXTENSION]: value,
      'Sec-WebSocket-Protocol': value,
      'Sec-WebSocket-Key': value,
      Origin: value,
    };
    const request = headOf(asking(fields));
    const before = performance.now();
    expect(faultsOfRequest(request).length).toBeLessThanOrEqual(20);
    const response = headOf(switching({ ...fields, 'Sec-WebSocket-Accept': value, Upgrade: value }));
    expect(faultsOfResponse(request, response).length).toBeLessThanOrEqual(20);
    // Looking at each pair of its bytes would take minutes.
    expect(performance.now() - before).toBeLessThan(4000);
  }
});

it('computes the accept value of RFC 6455 §1.3', () => {
  expect(acceptSteps('dGhlIHNhbXBsZSBub25jZQ==').accept).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});
