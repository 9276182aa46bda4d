import { CHATS } from './chats';
import { GAMES } from './games';
import { GATES } from './gates';
import type { Sample } from './sample';
import { SERVICES } from './services';

/** All of them. */
export const SAMPLES: readonly Sample[] = [...CHATS, ...GAMES, ...SERVICES, ...GATES];
