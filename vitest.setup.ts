import fc from 'fast-check';
import { inject } from 'vitest';

// A property that names no seed of its own takes this one; a failure prints it, with the path to the smallest case.
fc.configureGlobal({ seed: inject('seed') });
