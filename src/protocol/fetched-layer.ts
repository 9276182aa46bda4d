import { Fetched } from './fetched';
import type { Carried, Context, Layer, PayloadReader } from './layer';

/** What takes a layer's units apart. */
type Code = 'pieces' | 'content' | 'fields' | 'carriers' | 'label' | 'sentence' | 'code' | 'terms';

/** The fetched part of a layer: its decoding, and the explanations of its fields. */
export interface LayerDecoding<Id extends string, Kind extends string> extends Pick<Layer<Id, Kind>, Code> {
  open(context: Context): PayloadReader;
  asked?: NonNullable<Layer['reads']>['asked'];
}

/** The part of a layer that is there from the start: its names, and how it recognises its traffic. */
interface LayerFacts<Id extends string, Kind extends string>
  extends Omit<Layer<Id, Kind>, Code | 'reads' | 'source'> {
  accepts(carried: Carried): boolean;
}

/** A layer whose decoding is fetched with its first traffic: pages without it do not pay for it. */
export function fetchedLayer<Id extends string, Kind extends string>(
  { accepts, ...facts }: LayerFacts<Id, Kind>,
  load: () => Promise<LayerDecoding<Id, Kind>>,
): Layer<Id, Kind> {
  const source = new Fetched(`the decoding of ${facts.name}`, load);
  return {
    ...facts,
    source,
    get terms() {
      return source.isHere ? source.part.terms : undefined;
    },
    pieces: (unit) => source.part.pieces(unit),
    content: (unit) => source.part.content?.(unit) ?? source.part.pieces(unit),
    fields: (unit) => source.part.fields(unit),
    carriers: (unit) => source.part.carriers(unit),
    label: (unit) => source.part.label(unit),
    sentence: (unit) => source.part.sentence(unit),
    code: (unit) => source.part.code?.(unit) ?? null,
    reads: {
      accepts,
      open: (context) => source.part.open(context),
      // Before the decoding is here, there is nothing that a request could go on with.
      asked: (...request) => (source.isHere ? source.part.asked?.(...request) : undefined),
    },
  };
}
