import type { Fault, Peer } from './layer-unit';
import { count } from './text';

/**
 * A compressed message that does not inflate; `why` in the words of zlib. `keepsContext`: it does with the context of the message before
 * it, which was not to be kept.
 */
export function corrupt(why: string, sender: Peer, keepsContext: boolean): Fault {
  const effect = keepsContext
    ? 'Chromium keeps its window all the same, and takes the message; ws closes with 1007.'
    : 'Chromium says “Invalid frame header” and closes with 1002.';
  return {
    message: `The compressed data of the message is not valid DEFLATE data${why && ` (zlib calls it “${why}”)`}.`,
    spec: 'RFC 7692 §7.2.2',
    range: { start: 0, end: 0 },
    closeCode: 1007,
    ...(sender === 'server' && { effect }),
  };
}

/** A message that is larger than this decoder inflates. */
export function tooLarge(limit: number): Fault {
  return {
    message: `The message inflates to more than ${count(limit, 'byte')}, and this page inflates no further. A receiver that takes no more either, such as a lab’s server, answers with close code 1009.`,
    spec: 'RFC 6455 §7.4.1',
    range: { start: 0, end: 0 },
    closeCode: 1009,
    kind: 'limit',
  };
}

/** A message after one that was too large or corrupt, with context takeover. */
export function notInflated(lost: 'too large' | 'corrupt'): Fault {
  const before =
    lost === 'corrupt'
      ? 'A message before this one could not be inflated.'
      : 'This page did not inflate a message before this one to its end.';
  return {
    message: `${before} This one may refer to it (context takeover), so it is not inflated.`,
    spec: 'RFC 7692 §7.1.1',
    range: { start: 0, end: 0 },
    kind: 'limit',
  };
}
