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
    about: 'Server and page of Socket.IO’s own tutorial, exactly as published, for two visitors.',
    load: async () => (await import('./tutorial')).tutorial,
  },
  {
    name: 'Two players',
    about:
      'Volatile positions, twenty times a second: cut the cable silently, then compare without “volatile”.',
    load: async () => (await import('./scenes')).game,
  },
  {
    name: 'Notifications',
    about: 'A room for each user: two tabs of one, and what waits while the other is away.',
    load: async () => (await import('./scenes')).notifications,
  },
  {
    name: 'A live poll',
    about: 'Each vote is acknowledged, and all see the result change.',
    load: async () => (await import('./scenes')).poll,
  },
  {
    name: 'A shared drawing',
    about: 'Lines go to everybody else; latecomers get the lines drawn so far.',
    load: async () => (await import('./scenes')).drawing,
  },
];
