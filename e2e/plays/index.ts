import { closing } from './closing';
import { connection } from './connection';
import { frames } from './frames';
import { fullDuplex } from './full-duplex';
import { handshake } from './handshake';
import { messages } from './messages';
import { nonPersistent } from './non-persistent';
import { persistent } from './persistent';
import type { Play } from './play';
import { polling } from './polling';
import { socketio } from './socketio';
import { upgraded } from './upgraded';

/** One for each lesson, in the order of the course. */
export const plays: readonly Play[] = [
  connection,
  nonPersistent,
  persistent,
  polling,
  handshake,
  upgraded,
  fullDuplex,
  frames,
  messages,
  closing,
  socketio,
];
