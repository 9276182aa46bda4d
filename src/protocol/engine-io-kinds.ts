/** By packet type, "0" to "6": Engine.IO protocol v4, “Protocol”. */
export const PACKET_KINDS = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;
/** All packets, and the body of a response that refuses a request. */
export const ENGINE_KINDS = [...PACKET_KINDS, 'error'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];
