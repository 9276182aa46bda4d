import { type EngineUnit, engineContent, enginePieces } from './engine-io-content';
import { engineFields, engineLabel, engineSentence } from './engine-io-describe';
import type { EngineKind } from './engine-io-kinds';
import { EngineIoReader } from './engine-io-reader';
import { takeRequest } from './engine-io-session';
import type { LayerDecoding } from './fetched-layer';
import type { UnitRecord } from './records';

/** What takes Engine.IO packets apart. */
export const engineIoDecoding: LayerDecoding<'engine.io', EngineKind> = {
  pieces: (unit: EngineUnit) => enginePieces(unit as UnitRecord),
  content: (unit: EngineUnit) => engineContent(unit as UnitRecord),
  fields: engineFields,
  label: engineLabel,
  sentence: engineSentence,
  carriers: (unit) => (unit.inside === null ? [] : [unit.inside]),
  open: (context) => new EngineIoReader(context),
  asked: takeRequest,
};
