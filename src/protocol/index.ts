/** The headless entry: chunks of one or several connections in, units out. No UI, no network, no Node. */
export * from './feed';
export * from './http-framing';
export * from './http-head';
export * from './unit';
