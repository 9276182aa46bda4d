import fc from 'fast-check';
import { inject } from 'vitest';
import * as cors from './src/protocol/cors/index';
import { corsRules } from './src/protocol/cors-source';
import { engineIo } from './src/protocol/engine-io';
import { openingRules } from './src/protocol/handshake-check';
import * as faults from './src/protocol/http-faults/index';
import { httpFaults } from './src/protocol/http-faults-source';
import { Inflater } from './src/protocol/inflate';
import { inflaterSource } from './src/protocol/inflater-source';
import * as rules from './src/protocol/opening/rules';
import { socketIo } from './src/protocol/socket-io';
import * as hints from './src/protocol/websocket-hints/index';
import { websocketHints } from './src/protocol/websocket-hints-source';

// Properties that set no seed use this one; a failure prints it, with the path to the smallest case.
fc.configureGlobal({ seed: inject('seed') });

// Decoders need not fetch these, so no test waits.
inflaterSource.provide(Inflater);
corsRules.provide(cors);
httpFaults.provide(faults);
openingRules.provide(rules);
websocketHints.provide(hints);
await Promise.all([engineIo.source?.fetch(), socketIo.source?.fetch()]);
