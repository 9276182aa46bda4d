import { count } from '../text';
import type { FieldReader, Section } from './field-reader';
import { mayRepeat, PROPERTIES, type Property, type PropertyPlace, propertyTerm } from './properties';

/** Reads the properties of a packet, or of its Will (MQTT 5.0 §2.2.2). Returns them by name; of lists, the last. */
export function readProperties(reader: FieldReader, place: PropertyPlace): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const section = '2.2.2.1';
  const length = reader.varint('Property Length', 'mqtt-property-length', section, (bytes) =>
    count(bytes, 'byte'),
  );
  if (length === null) return found;
  const end = reader.at + length;
  if (end > reader.end) {
    reader.fail('The properties go past the end of the packet.', section, reader.at - 1);
    return found;
  }
  const packetEnd = reader.end;
  reader.end = end;
  while (reader.hasMore) readProperty(reader, place, found);
  reader.end = packetEnd;
  return found;
}

function readProperty(reader: FieldReader, place: PropertyPlace, found: Map<string, string>): void {
  const start = reader.at;
  const id = reader.byte('property', '2.2.2.2');
  if (reader.isStopped) return;
  const property = PROPERTIES.get(id);
  const hexId = `0x${id.toString(16).padStart(2, '0')}`;
  reader.add('Property', start, `${hexId} ${property?.name ?? 'unknown'}`, 'mqtt-property', '2.2.2.2');
  if (property === undefined) {
    reader.fail(`No property has the identifier ${hexId}.`, '2.2.2.2', start);
    return;
  }
  const { name } = property;
  if (!property.places.includes(place)) {
    const where = place === 'will' ? 'a Will' : place.toUpperCase();
    reader.blame(`The property ${name} does not belong in ${where}.`, '2.2.2.2', start);
  } else if (found.has(name) && !mayRepeat(property, place)) {
    reader.blame(`The property ${name} appears twice.`, property.section, start);
  }
  found.set(name, readValue(reader, property));
}

function readValue(reader: FieldReader, property: Property): string {
  const { name, type, section } = property;
  const term = propertyTerm(name);
  const start = reader.at;
  switch (type) {
    case 'text':
      return reader.text(name, term, section) ?? '';
    case 'data':
      reader.data(name, term, section);
      return '';
    case 'pair':
      return `${reader.text(`${name} name`, term, section) ?? ''}=${reader.text(`${name} value`, term, section) ?? ''}`;
    default: {
      const value = readNumber(reader, property, term, section);
      if (value !== null) checkNumber(reader, property, value, start);
      return `${value ?? ''}`;
    }
  }
}

const SIZES = { flag: 1, uint16: 2, uint32: 4 } as const;

function readNumber(
  reader: FieldReader,
  { name, type }: Property,
  term: string,
  section: Section,
): number | null {
  if (type === 'varint') return reader.varint(name, term, section);
  return reader.uint(name, SIZES[type as keyof typeof SIZES], term, section);
}

function checkNumber(
  reader: FieldReader,
  { name, type, section, isPositive }: Property,
  value: number,
  start: number,
) {
  if (type === 'flag' && value > 1) reader.blame(`The ${name} is 0 or 1, not ${value}.`, section, start);
  if (isPositive && value === 0) reader.blame(`The ${name} must not be 0.`, section, start);
}
