import type { FileDecoder } from '../../../src/capture/files/decode/file-decoder';
import { layerOf, type Unit } from '../../../src/protocol';
import { type Colour, paint } from './colours';
import { endText } from './unit-json';
import { labelIn, sentenceIn } from './unit-words';

const TIME_WIDTH = 11;
const LAYER_WIDTH = 10;
const COLOURS: Readonly<Record<string, Colour>> = {
  '--http': 'blue',
  '--websocket': 'magenta',
  '--engine-io': 'yellow',
  '--socket-io': 'green',
};

/** Writes units as lines for people. Times count from the first unit of the file. */
export class UnitLines {
  readonly #file: FileDecoder;
  readonly #connectionsBefore: number;
  readonly #isColoured: boolean;
  readonly #firstAt: number;

  constructor(file: FileDecoder, connectionsBefore: number, isColoured: boolean) {
    this.#file = file;
    this.#connectionsBefore = connectionsBefore;
    this.#isColoured = isColoured;
    this.#firstAt = file.decoder.units[0]?.at ?? 0;
  }

  lineOf(unit: Unit): string {
    const { connection, sender, layer } = unit;
    const { client } = this.#file.connection(connection)!;
    const time = ((unit.at - this.#firstAt) / 1e6).toFixed(6).padStart(TIME_WIDTH);
    const number = connection + this.#connectionsBefore;
    const place = client.address === 'unknown' ? `${number}` : `${number} ${endText(client)}`;
    const { shortName, colour } = layerOf(layer);
    const label = `${labelIn(this.#file.decoder, unit)}${unit.partial ? ' (not whole)' : ''}`;
    const fault = this.#faultText(unit);
    const isNotice = this.#file.faultOf(unit)?.kind === 'notice';
    return [
      this.#paint('dim', `${time}  ${place}`),
      sender.padEnd(6),
      this.#paint(COLOURS[colour] ?? 'bold', shortName.padEnd(LAYER_WIDTH)),
      label,
      ...(fault === '' ? [] : [this.#paint(isNotice ? 'yellow' : 'red', fault)]),
    ].join('  ');
  }

  /** What a filter looks at. */
  textOf(unit: Unit): string {
    const { decoder } = this.#file;
    return `${labelIn(decoder, unit)}\n${sentenceIn(decoder, unit)}\n${this.#faultText(unit)}`;
  }

  #faultText(unit: Unit): string {
    const fault = this.#file.faultOf(unit);
    if (fault === null) return '';
    const mark = fault.kind === 'notice' ? 'notice' : 'fault';
    const others = (fault.others ?? []).map(({ message, spec }) => ` Also: ${message} (${spec})`).join('');
    return `${mark}: ${fault.message} (${fault.spec})${fault.hint === undefined ? '' : ` ${fault.hint}`}${others}`;
  }

  #paint(colour: Colour, text: string): string {
    return this.#isColoured ? paint(colour, text) : text;
  }
}
