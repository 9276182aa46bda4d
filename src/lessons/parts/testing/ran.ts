import { frame, Recording } from '../../../capture/recording/recording';
import { encodeEngineOpen } from '../../../protocol/encode';
import type { Experiment } from '../../define';
import { allTraffic, type Traffic } from '../../traffic';

/** A line that ran: what `Recording.code` takes, without its time. */
type Line = Parameters<Recording['code']>[1];

interface Ran {
  /** Engine.IO packets as text, in the order in which they pass after the CONNECT: "→ 42[…]" from the client, "← 42[…]" from the server. */
  readonly packets?: readonly `${'→' | '←'} ${string}`[];
  /** Lines of the programs, after all packets. */
  readonly lines?: readonly Line[];
  /** How many sessions, one after the other, pass these packets. */
  readonly sessions?: number;
}

/** The traffic of two programs that have run, over WebSockets alone. */
export function ran({ packets = [], lines = [], sessions = 1 }: Ran): Traffic {
  const recording = new Recording();
  let at = 0;
  /** The next moment, microseconds. */
  const later = (micros = 1_000) => {
    at += micros;
    return at;
  };
  for (let n = 1; n <= sessions; n++) {
    const connection = recording
      .open(later(), n)
      .handshake(later(), { target: '/lab/a/socket.io/?EIO=4&transport=websocket' })
      .server(later(3_000), [frame('text', encodeEngineOpen(`e${n}`)), frame('text', `40{"sid":"s${n}"}`)]);
    for (const packet of packets) {
      const [arrow, text] = [packet[0], packet.slice(2)];
      if (arrow === '→') connection.client(later(), frame('text', text));
      else connection.server(later(), frame('text', text));
    }
  }
  for (const line of lines) recording.code(later(), line);
  return allTraffic(recording.capture);
}

/** What a prediction gives, what an experiment awaits, and whether it is done, on this traffic. */
export function judged(task: Experiment, traffic: Traffic) {
  const run = undefined as never;
  return {
    wire: task.prediction?.verdict(traffic, run) ?? null,
    isDone: task.until(traffic, run),
    waiting: task.waiting?.(traffic, run) ?? null,
  };
}
