/** What the page tells a client's program, in lists of what came at once: see `src/lab/programs/engine-host.ts`. */
export type ClientNews = { readonly kind: 'timer'; readonly id: number } | EngineNews;

/** News of one Engine.IO connection, by the number that the program gave it. */
export type EngineNews =
  /**
   * A packet of the server: `text`, bytes beside it, or nothing. `ordinal` is the place of the Socket.IO packet that it is, or belongs
   * to. The first one, `open`, says over which transport it came.
   */
  | {
      readonly kind: 'packet';
      readonly engine: number;
      readonly type: string;
      readonly text: string | null;
      readonly isBinary: boolean;
      readonly ordinal: number;
      readonly transport?: string;
    }
  | { readonly kind: 'upgrading' | 'upgrade'; readonly engine: number; readonly transport: string }
  | { readonly kind: 'upgradeError'; readonly engine: number; readonly error: unknown }
  /** Everything has been sent; over WebSocket the program knows that itself. */
  | { readonly kind: 'drain'; readonly engine: number }
  | { readonly kind: 'error'; readonly engine: number; readonly error: unknown }
  | {
      readonly kind: 'close';
      readonly engine: number;
      readonly reason: string;
      readonly details: unknown;
    };
