/** The lessons: their order is the curriculum. */

import { about as acks } from './acks/about';
import { about as chat } from './chat/about';
import { about as choose } from './choose/about';
import { about as closing } from './closing/about';
import { about as connection } from './connection/about';
import type { Lesson, LessonAbout } from './define';
import { about as emit } from './emit/about';
import { about as frames } from './frames/about';
import { about as fullDuplex } from './full-duplex/about';
import { about as handshake } from './handshake/about';
import { about as messages } from './messages/about';
import { about as nonPersistent } from './non-persistent/about';
import { about as on } from './on/about';
import { about as persistent } from './persistent/about';
import { about as polling } from './polling/about';
import { about as reconnect } from './reconnect/about';
import { about as rooms } from './rooms/about';
import { about as socketio } from './socketio/about';
import { about as upgraded } from './upgraded/about';

/** A lesson of the course, loaded when it is opened. */
interface LessonEntry extends LessonAbout {
  readonly load: () => Promise<Lesson>;
}

export const lessons: readonly LessonEntry[] = [
  { ...connection, load: async () => (await import('./connection/lesson')).default },
  { ...nonPersistent, load: async () => (await import('./non-persistent/lesson')).default },
  { ...persistent, load: async () => (await import('./persistent/lesson')).default },
  { ...polling, load: async () => (await import('./polling/lesson')).default },
  { ...handshake, load: async () => (await import('./handshake/lesson')).default },
  { ...upgraded, load: async () => (await import('./upgraded/lesson')).default },
  { ...fullDuplex, load: async () => (await import('./full-duplex/lesson')).default },
  { ...frames, load: async () => (await import('./frames/lesson')).default },
  { ...messages, load: async () => (await import('./messages/lesson')).default },
  { ...closing, load: async () => (await import('./closing/lesson')).default },
  { ...socketio, load: async () => (await import('./socketio/lesson')).default },
  { ...emit, load: async () => (await import('./emit/lesson')).default },
  { ...on, load: async () => (await import('./on/lesson')).default },
  { ...acks, load: async () => (await import('./acks/lesson')).default },
  { ...rooms, load: async () => (await import('./rooms/lesson')).default },
  { ...reconnect, load: async () => (await import('./reconnect/lesson')).default },
  { ...choose, load: async () => (await import('./choose/lesson')).default },
  { ...chat, load: async () => (await import('./chat/lesson')).default },
];

export type { Lesson, LessonAbout } from './define';
export { LessonPanel } from './panel/lesson-panel';
export {
  type LessonProgress,
  type LessonStatus,
  migrateProgress,
  NO_PROGRESS,
  readProgress,
  statusOf,
  withPlaces,
  writeProgress,
} from './progress';
export { browserStore, type Keeping, progressRevision, watchProgress } from './progress-store';
