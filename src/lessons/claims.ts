/** The claims of all lessons. They are fetched when somebody asks for them. */

import { claims as acks } from './acks/claims';
import { claims as chat } from './chat/claims';
import { claims as choose } from './choose/claims';
import type { LessonClaims } from './claim';
import { claims as closing } from './closing/claims';
import { claims as connection } from './connection/claims';
import { claims as emit } from './emit/claims';
import { claims as frames } from './frames/claims';
import { claims as fullDuplex } from './full-duplex/claims';
import { claims as handshake } from './handshake/claims';
import { claims as messages } from './messages/claims';
import { claims as nonPersistent } from './non-persistent/claims';
import { claims as on } from './on/claims';
import { claims as persistent } from './persistent/claims';
import { claims as polling } from './polling/claims';
import { claims as reconnect } from './reconnect/claims';
import { claims as rooms } from './rooms/claims';
import { claims as socketio } from './socketio/claims';
import { claims as upgraded } from './upgraded/claims';

export { addressOfSource, type Claim, type LessonClaims } from './claim';

/** By the lesson's id, in the order of the course. */
export const CLAIMS: Readonly<Record<string, LessonClaims>> = {
  connection,
  'non-persistent': nonPersistent,
  persistent,
  polling,
  handshake,
  upgraded,
  'full-duplex': fullDuplex,
  frames,
  messages,
  closing,
  socketio,
  emit,
  on,
  acks,
  rooms,
  reconnect,
  choose,
  chat,
};
