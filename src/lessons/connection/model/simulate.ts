import type { Acknowledgement, DataSegment, ModelEvent, ModelRun, ModelSetting, ModelState } from './model';
import { Network } from './network';
import { Receiver } from './receiver';
import { type Part, type Repeat, Sender } from './sender';

/** From one first transmission to the next: as long as writing a segment takes. */
const SPACING_MS = 10;
/** Far more than any run at the highest loss has had: beyond it, the model is wrong. */
const MAX_EVENTS = 20_000;
/** RFC 6928 §2: this many may be in flight before any acknowledgement, so nothing here waits for a window. */
const MAX_SEGMENTS = 10;

/**
 * Runs the model: both ends, by RFC 9293 §3.4 and §3.8, RFC 5681 §3.2 and RFC 6298. It leaves out how a
 * connection is opened and closed, both windows, delayed and selective acknowledgements; the application reads whatever is in order at once.
 * @throws RangeError when there are more than ten segments, an empty one, or more loss than it can repair in time.
 */
export function simulate(setting: ModelSetting): ModelRun {
  return new Simulation(setting).run();
}

class Simulation {
  readonly #setting: ModelSetting;
  readonly #network: Network;
  readonly #sender: Sender;
  readonly #receiver = new Receiver();
  readonly #events: ModelEvent[] = [];
  readonly #states: ModelState[] = [];
  /** What is going to happen, in order of time; within an instant, of planning. */
  readonly #plan: { readonly at: number; readonly happen: () => void }[] = [];
  #packets = 0;
  #now = 0;

  constructor(setting: ModelSetting) {
    const { segments, loss } = setting;
    if (segments.length > MAX_SEGMENTS)
      throw new RangeError(`at most ${MAX_SEGMENTS} segments, not ${segments.length}`);
    if (segments.includes('')) throw new RangeError('a segment needs at least one byte');
    if (!(loss >= 0 && loss <= 0.5)) throw new RangeError(`a loss from 0 to 0.5, not ${loss}`);
    this.#setting = setting;
    this.#network = new Network(setting);
    this.#sender = new Sender(segments);
  }

  run(): ModelRun {
    for (const part of this.#sender.parts) {
      this.#at((part.number - 1) * SPACING_MS, () => this.#send(part, 'first'));
    }
    for (;;) {
      const { timerAt } = this.#sender;
      const next = this.#plan[0];
      if (timerAt !== null && (!next || timerAt < next.at)) this.#timeOut(timerAt);
      else if (next) this.#go(this.#plan.shift()!);
      else break;
      if (this.#events.length > MAX_EVENTS) throw new RangeError(`more than ${MAX_EVENTS} events`);
    }
    return { setting: this.#setting, events: this.#events, states: this.#states, endsAt: this.#now };
  }

  #send(part: Part, why: DataSegment['why']): void {
    const id = ++this.#packets;
    const fate = this.#network.send(this.#now, why === 'first' ? part.number : null);
    const packet: DataSegment = { kind: 'data', id, ...part, why, sentAt: this.#now, ...fate };
    this.#sender.sent(part, this.#now);
    this.#note({ kind: 'sent', at: this.#now, packet });
    this.#onItsWay(packet, () => this.#receive(packet));
  }

  #acknowledge(): void {
    const ack = this.#receiver.expected;
    const fate = this.#network.send(this.#now, null);
    const packet: Acknowledgement = { kind: 'ack', id: ++this.#packets, ack, sentAt: this.#now, ...fate };
    this.#note({ kind: 'sent', at: this.#now, packet });
    this.#onItsWay(packet, () => this.#take(packet));
  }

  #onItsWay(packet: DataSegment | Acknowledgement, arrive: () => void): void {
    if (packet.arrivesAt !== null) this.#at(packet.arrivesAt, arrive);
    else this.#at(packet.lostAt!, () => this.#note({ kind: 'lost', at: this.#now, packet }));
  }

  #receive(packet: DataSegment): void {
    const { effect, text } = this.#receiver.take(packet);
    // The application's read is an event of its own, at the same instant.
    const read = this.#receiver.read;
    this.#note(
      { kind: 'segment arrived', at: this.#now, packet, effect },
      read.slice(0, read.length - text.length),
    );
    if (text !== '') this.#note({ kind: 'read', at: this.#now, text });
    this.#acknowledge();
  }

  #take(packet: Acknowledgement): void {
    const { effect, duplicates, repeat } = this.#sender.acknowledged(packet.ack, this.#now);
    this.#note({ kind: 'ack arrived', at: this.#now, packet, effect, duplicates });
    this.#repeat(repeat);
  }

  #timeOut(at: number): void {
    this.#now = at;
    const waitedMs = this.#sender.rtoMs;
    const repeat = this.#sender.timedOut(at);
    this.#note({ kind: 'timeout', at, number: repeat.part.number, waitedMs });
    this.#repeat(repeat);
  }

  #repeat(repeat: Repeat | null): void {
    if (repeat) this.#send(repeat.part, repeat.why);
  }

  #note(event: ModelEvent, read = this.#receiver.read): void {
    const { una, next } = this.#sender;
    const { expected, held } = this.#receiver;
    this.#events.push(event);
    this.#states.push({ una, next, expected, held, read });
  }

  #at(at: number, happen: () => void): void {
    const after = this.#plan.findIndex((other) => other.at > at);
    this.#plan.splice(after === -1 ? this.#plan.length : after, 0, { at, happen });
  }

  #go({ at, happen }: { readonly at: number; readonly happen: () => void }): void {
    this.#now = at;
    happen();
  }
}
