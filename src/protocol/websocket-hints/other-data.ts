import type { Fault } from '../layer-unit';

/** A pong while a ping with other data waits for its answer. */
export const OTHER_DATA: Fault = {
  message:
    'This Pong answers no Ping: those that wait carry other application data, which an answer must repeat. A Pong that nobody asked for is allowed.',
  spec: 'RFC 6455 §5.5.3',
  range: { start: 0, end: 2 },
  kind: 'notice',
  effect:
    'The Ping still waits. Whoever compares the data, as many libraries do, gives the connection up when no answer comes.',
};
