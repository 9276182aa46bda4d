/** The claims of all lessons. They are fetched when somebody asks for them. */

import type { LessonClaims } from './claim';
import { claims as closing } from './closing/claims';
import { claims as handshake } from './handshake/claims';
import { claims as messages } from './messages/claims';
import { claims as socketio } from './socketio/claims';

export { addressOfSource, type Claim, type LessonClaims } from './claim';

/** By the lesson's id, in the order of the course. */
export const CLAIMS: Readonly<Record<string, LessonClaims>> = { handshake, messages, closing, socketio };
