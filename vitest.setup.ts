import fc from 'fast-check';
import { inject } from 'vitest';
import { Inflater } from './src/protocol/inflate';
import { inflaterSource } from './src/protocol/inflater-source';

// Properties that set no seed use this one; a failure prints it, with the path to the smallest case.
fc.configureGlobal({ seed: inject('seed') });

// Decoders need not fetch the inflater, so no test waits.
inflaterSource.provide(Inflater);
