import type { Texts } from '../../code/texts';
import { greeting } from './greeting';

/** Code to begin with in the free lab: it runs at once, and is there to be changed. */
export interface Example {
  readonly name: string;
  /** What there is to see, in one sentence. */
  readonly about: string;
  /** Rejects when it cannot be fetched. */
  readonly load: () => Promise<Texts>;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'A greeting',
    about: 'Two short programs: one event each way.',
    load: async () => greeting,
  },
  {
    name: 'The official chat tutorial',
    about: 'Server and page of Socket.IO’s own tutorial, as they stand there, for two visitors.',
    load: async () => (await import('./tutorial')).tutorial,
  },
];
