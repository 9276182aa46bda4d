import { inWords } from '../../prose/say';
import type { Acknowledgement, DataSegment, ModelEvent, ModelRun, ModelState, Packet } from './model';

/** A segment's label: "seq 3, 2 B". */
export function labelOf(packet: DataSegment | Acknowledgement): string {
  if (packet.kind === 'ack') return `ack ${packet.ack}`;
  const again = packet.why === 'first' ? '' : ', again';
  return `seq ${packet.seq}, ${packet.text.length} B${again}`;
}

/** Milliseconds of the model in words: "40 ms", "1.08 s". */
export function modelTime(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return `${(ms / 1000).toFixed(2).replace(/\.?0+$/, '')} s`;
}

/** An event as one plain sentence. */
function sentenceOf(event: ModelEvent): string {
  switch (event.kind) {
    case 'sent':
      return event.packet.kind === 'ack' ? acknowledgedOf(event.packet) : sentOf(event.packet);
    case 'lost':
      return `${event.packet.kind === 'ack' ? `ack ${event.packet.ack}` : nameOf(event.packet)} is lost on the way; nobody is told.`;
    case 'segment arrived':
      return arrivedOf(event.packet, event.effect);
    case 'read':
      return `The application reads ${event.text}.`;
    case 'ack arrived':
      return takenOf(event.packet, event.effect, event.duplicates);
    case 'timeout':
      return `Nothing new was acknowledged for ${modelTime(event.waitedMs)}: the timer goes off (RFC 6298 §5).`;
  }
}

const REASONS = {
  first: '',
  timeout: ' again, since the timer went off',
  fast: ' again, after three duplicate acknowledgements (RFC 5681 §3.2)',
  partial: ' again, since an acknowledgement stopped before it (RFC 6582 §3.2)',
} as const;

const nameOf = ({ number }: DataSegment) => `Segment ${number}`;

function sentOf({ number, seq, text, why }: DataSegment): string {
  const bytes = text.length === 1 ? '1 byte' : `${text.length} bytes`;
  return `The sender sends segment ${number}${REASONS[why]}: seq ${seq}, ${bytes}, ${text}.`;
}

function acknowledgedOf({ ack }: Acknowledgement): string {
  return `The receiver sends ack ${ack}: it has everything before byte ${ack}.`;
}

function arrivedOf(packet: DataSegment, effect: 'in order' | 'held' | 'duplicate'): string {
  if (effect === 'in order') return `${nameOf(packet)} arrives, and nothing is missing before it.`;
  if (effect === 'duplicate') return `${nameOf(packet)} arrives once more; its bytes were there already.`;
  return `${nameOf(packet)} arrives, but bytes before it are missing: the receive buffer holds ${packet.text}.`;
}

function takenOf({ ack }: Acknowledgement, effect: 'new' | 'duplicate' | 'old', duplicates: number): string {
  if (effect === 'new') return `ack ${ack} arrives: everything before byte ${ack} is acknowledged.`;
  if (effect === 'old') return `ack ${ack} arrives late and says nothing new.`;
  return `ack ${ack} arrives again: duplicate ${duplicates} in a row.`;
}

/** What happened at each instant, in order: its time, its sentences, and the state after it. */
interface Happening {
  readonly at: number;
  readonly sentences: readonly string[];
  readonly state: ModelState;
}

/** A run as text, instant by instant. */
export function happeningsOf({ events, states }: ModelRun): readonly Happening[] {
  const all: { at: number; sentences: string[]; state: ModelState }[] = [];
  for (const [index, event] of events.entries()) {
    const last = all.at(-1);
    const state = states[index]!;
    if (last?.at === event.at) {
      last.sentences.push(sentenceOf(event));
      last.state = state;
    } else {
      all.push({ at: event.at, sentences: [sentenceOf(event)], state });
    }
  }
  return all;
}

/** What chance did in a run. */
interface Tally {
  readonly lostSegments: number;
  readonly lostAcks: number;
  /** Segments that arrived after one that was sent later. */
  readonly overtaken: number;
  /** Segments that were sent again. */
  readonly again: number;
}

/** "two segments and an acknowledgement"; "nothing" when nothing was lost. */
export function lostText({ lostSegments, lostAcks }: Pick<Tally, 'lostSegments' | 'lostAcks'>): string {
  const counted = (count: number, one: string, noun: string) =>
    count === 0 ? [] : [count === 1 ? one : `${inWords(count)} ${noun}s`];
  const parts = [
    ...counted(lostSegments, 'one segment', 'segment'),
    ...counted(lostAcks, 'one acknowledgement', 'acknowledgement'),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

/** Counts what went wrong on the way, and what was sent again. */
export function tallyOf({ events }: ModelRun): Tally {
  const arrived = events.flatMap((event) => (event.kind === 'segment arrived' ? [event.packet] : []));
  const lost = (what: Packet['kind']) =>
    events.filter((event) => event.kind === 'lost' && event.packet.kind === what).length;
  return {
    lostSegments: lost('data'),
    lostAcks: lost('ack'),
    overtaken: arrived.filter(({ id }, place) => arrived.slice(0, place).some((other) => other.id > id))
      .length,
    again: events.filter(
      (event) => event.kind === 'sent' && event.packet.kind === 'data' && event.packet.why !== 'first',
    ).length,
  };
}
