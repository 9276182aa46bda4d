import { expect, it } from 'vitest';
import { nameOfUnit } from '../../inspector';
import { NO_FILTER, passesFilter } from '../../stage/ladder/filter';
import { fieldHiddenByDevTools } from '../../timeline/viewing';
import { layerOf, protocolOf } from '../layers';
import { connected, packetsOf } from './testing';

// Code that shows units knows nothing of MQTT: all of this comes from the layer.

const decoder = connected(5, ['client', '3008 0003 612f62 00 6869'], ['client', 'c000'], ['server', 'd000']);
const packets = packetsOf(decoder);
const frames = decoder.units.filter(({ layer }) => layerOf(layer).wire === 'duplex');

it('is counted by its noun', () => {
  const names = packets.map((unit) => nameOfUnit({ decoder, connection: () => undefined }, unit));
  expect(names).toEqual([
    'The client’s first MQTT packet',
    'The server’s first MQTT packet',
    'The client’s second MQTT packet',
    'The client’s third MQTT packet',
    'The server’s second MQTT packet',
  ]);
});

it('can be filtered as a layer, by its heartbeats and by its events', () => {
  const left = (filter: Partial<typeof NO_FILTER>) =>
    frames
      .filter((unit) => passesFilter(decoder, { ...NO_FILTER, ...filter }, unit))
      .map(
        (unit) =>
          packets.find((packet) => packet.start === unit.start + 6 || packet.start === unit.start + 2)?.kind,
      );
  expect(left({ withoutHeartbeats: true })).toEqual(['connect', 'connack', 'publish']);
  expect(left({ onlyEventsOf: 'mqtt' })).toEqual(['publish']);
  expect(left({ withoutLayers: new Set(['mqtt']) })).toEqual([]);
  expect(protocolOf('mqtt').id).toBe('mqtt');
});

it('is not hidden in developer tools, since it is part of a message', () => {
  const [publish] = packets.filter(({ kind }) => kind === 'publish');
  for (const field of decoder.fieldsOf(publish!)) expect(fieldHiddenByDevTools(publish!, field)).toBe(false);
});

it('has its terms in the glossary, with their standards', async () => {
  const { addressOf } = await import('../documents');
  const { entries, groupOf } = await import('../../app/glossary/glossary');
  const words = entries.filter((entry) => groupOf(entry) === 'MQTT');
  expect(words.length).toBeGreaterThan(60);
  expect(words.every(({ key }) => key.startsWith('mqtt-'))).toBe(true);
  expect(addressOf('MQTT 5.0 §3.3.2.1')).toBe(
    'https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html',
  );
  expect(addressOf('MQTT 3.1.1 §3.1')).toMatch(/mqtt-v3\.1\.1-os\.html$/);
});
