/** The claims of all lessons. They are fetched when somebody asks for them. */

import type { LessonClaims } from './claim';
import { claims as connection } from './connection/claims';
import { claims as frames } from './frames/claims';
import { claims as fullDuplex } from './full-duplex/claims';
import { claims as handshake } from './handshake/claims';
import { claims as nonPersistent } from './non-persistent/claims';
import { claims as persistent } from './persistent/claims';
import { claims as polling } from './polling/claims';
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
};
