import { Fetched } from './fetched';
import type { Inflater } from './inflate';

type InflaterClass = typeof Inflater;

/** Where decoders get their inflater, which is large. Whoever imports `protocol/index` has it from the start. */
export class InflaterSource extends Fetched<InflaterClass> {
  constructor(load: () => Promise<InflaterClass>) {
    super('the inflater', load);
  }

  /** @throws RangeError before it is here. */
  get inflater(): InflaterClass {
    return this.part;
  }
}

/** The source that all decoders share unless they are given another. */
export const inflaterSource = new InflaterSource(async () => (await import('./inflate')).Inflater);
