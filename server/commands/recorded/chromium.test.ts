import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWire101RecordReader } from '../../../src/capture/files/save/wire101-file';
import { readBack } from '../../../src/capture/files/testing';
import { createDecoder, type Decoder, type FeedRecord, fetchLayers, type Unit } from '../../../src/protocol';

const fixture = (name: string) => readFileSync(new URL(name, import.meta.url));

/** All of a unit but its times, and what its bytes are. */
function described(decoder: Decoder, unit: Unit): unknown {
  const { layer, kind, sender, start, end, partial, fault } = unit;
  return {
    layer,
    kind,
    sender,
    start,
    end,
    partial,
    fault,
    label: decoder.labelOf(unit),
    sentence: decoder.sentenceOf(unit),
    fields: decoder.fieldsOf(unit).map(({ name, start, end, value }) => [name, start, end, value]),
    content: Buffer.from(decoder.contentOf(unit)).toString('base64'),
  };
}

/** The units of each connection that sent anything, by the client’s port: those of each direction in order, without its reads. */
function unitsOf(decoder: Decoder, portOf: (connection: number) => number): ReadonlyMap<number, unknown[]> {
  const found = new Map<number, unknown[]>();
  for (const sender of ['client', 'server']) {
    for (const unit of decoder.units) {
      if (unit.layer === 'tcp' || unit.sender !== sender) continue;
      const port = portOf(unit.connection);
      found.set(port, [...(found.get(port) ?? []), described(decoder, unit)]);
    }
  }
  return found;
}

/** As the page does it with what the server tells of its tap. */
function live(): ReadonlyMap<number, unknown[]> {
  const decoder = createDecoder();
  const ports = new Map<number, number>();
  const take = (record: FeedRecord) => {
    if (record.type === 'open') ports.set(record.connection, record.client.port);
    else if (record.type === 'chunk')
      decoder.push(record.connection, record.sender, record.bytes, record.atMicros);
    else if (record.type === 'end' && (record.how === 'fin' || record.how === 'reset'))
      decoder.end(record.connection, record.by, record.how);
  };
  const reader = createWire101RecordReader({
    header: () => undefined,
    records: (records) => records.forEach(take),
    broken: (text) => expect.fail(text),
  });
  reader.push(fixture('chromium.wire101'));
  reader.end();
  return unitsOf(decoder, (connection) => ports.get(connection)!);
}

describe('a session of Chromium, recorded by dumpcap and by the live tap at once', () => {
  beforeAll(() => fetchLayers());

  it('gives the same units', () => {
    const { file, notes } = readBack(fixture('chromium.pcapng'));
    const imported = unitsOf(file.decoder, (connection) => file.connection(connection)!.client.port);
    const tapped = live();
    expect(notes).toEqual([]);
    expect([...imported.keys()].sort()).toEqual([...tapped.keys()].sort());
    for (const [port, units] of tapped) expect(imported.get(port)).toEqual(units);
    const kinds = new Set(file.decoder.units.map(({ layer, sender, kind }) => `${sender} ${layer} ${kind}`));
    for (const kind of [
      'client websocket continuation',
      'server websocket continuation',
      'server websocket ping',
    ])
      expect(kinds).toContain(kind);
    for (const kind of [
      'client engine.io upgrade',
      'client socket.io binary_event',
      'server websocket close',
    ])
      expect(kinds).toContain(kind);
    const extensions = [...tapped.keys()].map(
      (_, at) => file.decoder.connection(at + 1)?.websocket?.extensions,
    );
    expect(extensions).toContain('permessage-deflate');
  });
});
