import fc from 'fast-check';
import { inject } from 'vitest';
import { openingRules } from './src/protocol/handshake-check';
import * as faults from './src/protocol/http-faults/index';
import { httpFaults } from './src/protocol/http-faults-source';
import { Inflater } from './src/protocol/inflate';
import { inflaterSource } from './src/protocol/inflater-source';
import * as rules from './src/protocol/opening/rules';

// A property that names no seed of its own takes this one; a failure prints it, with the path to the smallest case.
fc.configureGlobal({ seed: inject('seed') });

// Decoders need not fetch them, so no test waits.
inflaterSource.provide(Inflater);
httpFaults.provide(faults);
openingRules.provide(rules);
