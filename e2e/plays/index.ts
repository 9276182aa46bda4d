import { acks } from './acks';
import { chat } from './chat';
import { choose } from './choose';
import { closing } from './closing';
import { connection } from './connection';
import { emit } from './emit';
import { frames } from './frames';
import { fullDuplex } from './full-duplex';
import { handshake } from './handshake';
import { messages } from './messages';
import { nonPersistent } from './non-persistent';
import { on } from './on';
import { persistent } from './persistent';
import type { Play } from './play';
import { polling } from './polling';
import { reconnect } from './reconnect';
import { rooms } from './rooms';
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
  emit,
  on,
  acks,
  rooms,
  reconnect,
  choose,
  chat,
];
