import { acks } from './acks';
import type { EditedStep } from './edit';
import { emit } from './emit';
import { on } from './on';
import { reconnect } from './reconnect';
import { rooms } from './rooms';

/** The steps with programs. The pages of the last lesson are written by the student: their goals tell each mistake. */
export const EDITED_STEPS: readonly EditedStep[] = [...emit, ...on, ...acks, ...rooms, ...reconnect];
