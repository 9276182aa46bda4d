/** How the free lab opens for a step that brings no programs. */
export interface Setup {
  readonly opens: 'socket' | 'code' | 'raw' | 'frames';
  /** Where raw bytes go: to this server by default. */
  readonly to?: 'bytes';
  /** The raw bytes to begin with, by their name. */
  readonly begin?: string;
  /** Compression is accepted. */
  readonly deflate?: boolean;
  /** Delay that the lab adds to new connections, one way. */
  readonly delayMs?: number;
  /** Upgrades are refused. */
  readonly refusesUpgrades?: boolean;
}

interface LessonSetup {
  /** For each step that is not named. */
  readonly all: Setup;
  readonly steps?: Readonly<Record<string, Setup>>;
}

const BUILDER: Setup = { opens: 'frames' };
const TYPED: Setup = { opens: 'raw', begin: 'WebSocket handshake' };
const BLOCKED: Setup = { opens: 'code', refusesUpgrades: true };

/** By lesson; those whose steps all bring programs need none. */
export const SETUPS: Readonly<Record<string, LessonSetup>> = {
  connection: { all: { opens: 'raw', to: 'bytes' } },
  'non-persistent': { all: { opens: 'raw' }, steps: { cost: { opens: 'raw', delayMs: 50 } } },
  persistent: {
    all: { opens: 'raw' },
    steps: {
      ways: { opens: 'raw', delayMs: 50 },
      blocking: { opens: 'raw', begin: 'Three GETs at once (pipelined)' },
      challenge: { opens: 'raw', delayMs: 50 },
    },
  },
  polling: { all: { opens: 'raw' } },
  handshake: {
    all: { opens: 'socket' },
    steps: { break: { opens: 'raw', begin: 'Handshake, version 12' }, 'by-hand': TYPED, challenge: TYPED },
  },
  upgraded: { all: { opens: 'socket' } },
  'full-duplex': {
    all: { opens: 'socket', delayMs: 100 },
    steps: { pairs: { opens: 'socket', delayMs: 200 } },
  },
  frames: { all: { opens: 'socket' }, steps: { build: BUILDER, challenge: BUILDER } },
  messages: {
    all: BUILDER,
    steps: { compression: { opens: 'socket', deflate: true }, ping: { opens: 'socket' } },
  },
  closing: { all: { opens: 'socket' } },
  socketio: { all: { opens: 'code' }, steps: { blocked: BLOCKED, challenge: BLOCKED } },
  choose: {
    all: { opens: 'socket' },
    steps: { ways: { opens: 'code', delayMs: 50 }, once: { opens: 'socket', delayMs: 100 } },
  },
};
