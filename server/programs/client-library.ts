import type { Plugin } from 'vite';
import { clientBundle } from './bundle.ts';

const NAME = 'virtual:client-library';
/** By convention of Rollup, so that no other plugin looks for a file of this name. */
const RESOLVED = `\0${NAME}`;

/** Gives pages the client's end of a sandbox, as a text that they fetch with their first client program. */
export function clientLibrary(): Plugin {
  return {
    name: 'client-library',
    resolveId: { filter: { id: new RegExp(`^${NAME}$`) }, handler: () => RESOLVED },
    load: {
      filter: { id: new RegExp(`^${RESOLVED}$`) },
      handler: async () => `export default ${JSON.stringify(await clientBundle())};`,
    },
  };
}
