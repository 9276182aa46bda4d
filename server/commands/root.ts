import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, or of the installed package. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
