import type { FileDecoder } from '../../../src/capture/files/decode/file-decoder';
import type { Endpoint } from '../../../src/capture/files/event';
import type { Unit } from '../../../src/protocol';
import { labelIn, sentenceIn } from './unit-words';

/** Where the numbers of this file’s units and connections begin, less one. */
interface Numbers {
  readonly units: number;
  readonly connections: number;
}

/** One unit as a line of JSON. Ranges are half-open and count bytes: the unit’s in what its sender sent, a field’s in the unit. */
export function unitJson(file: FileDecoder, unit: Unit, numbers: Numbers, hasFields: boolean): string {
  const { decoder } = file;
  const { client, server } = file.connection(unit.connection)!;
  const { start, end } = file.rangeOf(unit);
  const fault = file.faultOf(unit);
  return JSON.stringify({
    unit: unit.id + numbers.units,
    connection: unit.connection + numbers.connections,
    client: endText(client),
    server: endText(server),
    layer: unit.layer,
    kind: unit.kind,
    sender: unit.sender,
    atMicros: unit.at,
    range: [start, end],
    label: labelIn(decoder, unit),
    sentence: sentenceIn(decoder, unit),
    partial: unit.partial,
    ...(hasFields && {
      fields: decoder
        .fieldsOf(unit)
        .map(({ name, start: from, end: to, value }) => ({ name, range: [from, to], value })),
    }),
    fault: fault && {
      message: fault.message,
      spec: fault.spec,
      closeCode: fault.closeCode ?? null,
      hint: fault.hint ?? null,
    },
  });
}

/** "127.0.0.1:8101", "[::1]:8101". */
export const endText = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
