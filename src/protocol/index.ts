/** The headless entry: chunks of one or several connections in, units out. No UI, no network, no Node. */

import * as cors from './cors/index';
import { corsRules } from './cors-source';
import { openingRules } from './handshake-check';
import * as faults from './http-faults/index';
import { httpFaults } from './http-faults-source';
import { Inflater } from './inflate';
import { inflaterSource } from './inflater-source';
import * as rules from './opening/rules';
import * as hints from './websocket-hints/index';
import { websocketHints } from './websocket-hints-source';

export { createDecoder } from './create-decoder';
export * from './decoder';
export { expectedSizeOf } from './expected-size';
export * from './feed';
export { statusTerm } from './field-terms';
export { type AcceptSteps, acceptSteps, GUID } from './handshake';
export * from './http-framing';
export { type HttpField, type HttpHead, headerOf } from './http-head';
export type { Layer } from './layer';
export { fetchLayers, LAYERS, layerOf } from './layers';
export { sha1 } from './sha1';
export { TERMS, type Term, termOf } from './terms';
export * from './unit';

// So that decoding never waits for them.
corsRules.provide(cors);
inflaterSource.provide(Inflater);
httpFaults.provide(faults);
openingRules.provide(rules);
websocketHints.provide(hints);
