import { CLOSE_RULES } from './close-rules';
import { CORS_RULES } from './cors-rules';
import { ENGINE_IO_RULES } from './engine-io-rules';
import { FRAME_HINTS } from './frame-hints';
import { FRAME_RULES } from './frame-rules';
import { HANDSHAKE_ANSWER_RULES } from './handshake-answer-rules';
import { HANDSHAKE_RULES } from './handshake-rules';
import { FIELD_RULES } from './http-field-rules';
import { FIRST_BYTE_RULES } from './http-first-byte-rules';
import { FRAMING_RULES } from './http-framing-rules';
import { START_LINE_RULES } from './http-start-rules';
import { MESSAGE_RULES } from './message-rules';
import type { RuleCase } from './rule-case';
import { SOCKET_IO_RULES } from './socket-io-rules';

/** The rules of one document, or of a part of it. */
interface Chapter {
  readonly title: string;
  /** In this folder. */
  readonly file: string;
  readonly cases: readonly RuleCase[];
}

/** Every rule that the decoders check. */
export const CHAPTERS: readonly Chapter[] = [
  { title: 'HTTP: first bytes', file: 'http-first-byte-rules.ts', cases: FIRST_BYTE_RULES },
  { title: 'HTTP: request lines and status lines', file: 'http-start-rules.ts', cases: START_LINE_RULES },
  { title: 'HTTP: the lines of a head', file: 'http-field-rules.ts', cases: FIELD_RULES },
  { title: 'HTTP: where a message ends', file: 'http-framing-rules.ts', cases: FRAMING_RULES },
  { title: 'HTTP: pages of other origins', file: 'cors-rules.ts', cases: CORS_RULES },
  { title: 'The request for a WebSocket', file: 'handshake-rules.ts', cases: HANDSHAKE_RULES },
  { title: 'The answer to it', file: 'handshake-answer-rules.ts', cases: HANDSHAKE_ANSWER_RULES },
  { title: 'WebSocket frames', file: 'frame-rules.ts', cases: FRAME_RULES },
  { title: 'WebSocket messages and compression', file: 'message-rules.ts', cases: MESSAGE_RULES },
  { title: 'Closing a WebSocket', file: 'close-rules.ts', cases: CLOSE_RULES },
  { title: 'What may have broken a frame or a message', file: 'frame-hints.ts', cases: FRAME_HINTS },
  { title: 'Engine.IO', file: 'engine-io-rules.ts', cases: ENGINE_IO_RULES },
  { title: 'Socket.IO', file: 'socket-io-rules.ts', cases: SOCKET_IO_RULES },
];

/** The cases of all chapters. */
export const ALL_CASES: readonly RuleCase[] = CHAPTERS.flatMap(({ cases }) => cases);
