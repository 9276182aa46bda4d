import { CONNECTING } from './connecting';
import { EMITTING } from './emitting';
import { FAILING } from './failing';
import { LISTENING } from './listening';
import { OPTIONS } from './options';
import type { ClientScene } from './scene';

/** All scenes of both ends. */
export const CLIENT_SCENES: readonly ClientScene[] = [
  ...CONNECTING,
  ...EMITTING,
  ...LISTENING,
  ...FAILING,
  ...OPTIONS,
];
