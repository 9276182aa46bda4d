import { createRoot } from 'react-dom/client';
import '../../src/ui/fonts.css';
import '../../src/ui/base.css';
import '../../src/ui/tokens.css';
import { Instrument } from '../../src/app/Instrument';
import { useInstrument } from '../../src/app/use-instrument';
import { createCapture } from '../../src/capture/create-capture';
import type { LabSession } from '../../src/lab/session';
import { decodeFeed, encodeFeed, type FeedRecord } from '../../src/protocol/feed';
import { ladder } from '../../src/stage';
import { Traffic } from './traffic';

/** How many records one message of the feed holds under load. */
const BATCH = 200;
/** How long messages are processed before the browser may draw. */
const TURN_MS = 30;

const capture = createCapture();
// As on a page that has been open for a while.
ladder.fetch();
/** The capture's clock, as the instrument reads it. */
let clockMicros = () => Math.max(0, capture.lastAt) + 60_000_000;

/** The part of a lab that the instrument reads: its capture and its clock. */
const lab = {
  capture,
  state: { kind: 'ready' },
  subscribe: () => () => {},
  nowMicros: () => ({ at: clockMicros(), uncertaintyMicros: 0 }),
} as unknown as LabSession;

function Page() {
  return (
    <Instrument lab={lab} instrument={useInstrument(lab)} aside={<p>Stage under load</p>} asideLabel="Load" />
  );
}

let messages: Uint8Array[] = [];

/** What the benchmark calls in the page. */
const bench = {
  capture,
  /** Makes a feed of this many units of the wire without opening anything. */
  prepare(wireUnits: number): void {
    const traffic = new Traffic();
    messages = [];
    let batch: FeedRecord[] = traffic.begin();
    while (traffic.wireUnits < wireUnits) {
      batch.push(...traffic.exchangeAtEase());
      if (batch.length < BATCH) continue;
      messages.push(encodeFeed(batch));
      batch = [];
    }
    messages.push(encodeFeed(batch));
  },
  /**
   * Reads, decodes and draws what was prepared. Returns the milliseconds until it is painted. The browser gets a turn between
   * the messages, as it does when they come from the network.
   */
  async open(): Promise<number> {
    const startedAtMs = performance.now();
    let turnAtMs = startedAtMs;
    for (const message of messages) {
      capture.apply(decodeFeed(message));
      if (performance.now() - turnAtMs < TURN_MS) continue;
      await new Promise((resolve) => setTimeout(resolve));
      turnAtMs = performance.now();
    }
    messages = [];
    await bench.painted();
    return performance.now() - startedAtMs;
  },
  /** Resolves when the frame after everything that is pending now has been painted. */
  async painted(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => setTimeout(resolve));
  },
  /** Takes the feed from a server, as the live page does. */
  follow(url: string): void {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const openedAtMs = performance.now();
    clockMicros = () => (performance.now() - openedAtMs) * 1000;
    socket.onmessage = ({ data }) => capture.apply(decodeFeed(new Uint8Array(data as ArrayBuffer)));
  },
};

export type StageBench = typeof bench;

Object.assign(window, { bench });

if (!new URLSearchParams(location.search).has('floor')) {
  createRoot(document.getElementById('root')!).render(
    <div style={{ height: '100dvh', display: 'grid' }}>
      <Page />
    </div>,
  );
}
