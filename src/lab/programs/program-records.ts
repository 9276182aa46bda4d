import type { CodeEvent } from '../../capture/capture';
import type { CodeKind, PacketRef } from '../../protocol/feed';
import type { LabContext } from '../clients';

/** Lines recorded per second; the traffic itself is always shown. */
const EVENTS_PER_SECOND = 400;
/** Emits whose packets may come later, as they are remembered. */
const MAX_KEPT = 10_000;

/** What is recorded of one run of a client's program: its lines, in the capture of the lab. */
export class ProgramRecords {
  readonly #context: LabContext;
  readonly #program: { readonly client: number; readonly run: number };
  /** Of emits whose packets may come later, the recorded events. */
  readonly #kept = new Map<number, number>();
  #recorded = { sinceMs: 0, count: 0 };

  constructor(context: LabContext, program: { readonly client: number; readonly run: number }) {
    this.#context = context;
    this.#program = program;
  }

  /** Records something that happened at this instant of the lab's clock; null when it is one too many. */
  add(
    kind: CodeKind,
    line: number,
    text: string,
    at: number,
    packets: readonly PacketRef[] = [],
    unsent?: CodeEvent['unsent'],
  ): CodeEvent | null {
    const { client, run } = this.#program;
    const nowMs = performance.now();
    if (nowMs - this.#recorded.sinceMs >= 1000) this.#recorded = { sinceMs: nowMs, count: 0 };
    this.#recorded.count += 1;
    const write = (recordedKind: CodeKind, recordedText: string) =>
      this.#context.capture.addCode({
        ...{ at, end: 'client', client, run },
        ...{ kind: recordedKind, line, text: recordedText, packets, ...(unsent && { unsent }) },
      });
    if (this.#recorded.count <= EVENTS_PER_SECOND || kind === 'stopped' || kind === 'ended')
      return write(kind, text);
    if (this.#recorded.count === EVENTS_PER_SECOND + 1) write('warn', TOO_MANY);
    return null;
  }

  /** The packets of this emit may come later; the program calls it by this number. */
  keep(number: number, { id }: CodeEvent): void {
    this.#kept.set(number, id);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(oldest!);
  }

  /** Packets of an emit that was recorded before. */
  addLate(number: number, packets: readonly PacketRef[]): void {
    const event = this.#kept.get(number);
    if (event !== undefined && packets.length > 0) this.#context.capture.addPackets(event, packets);
  }
}

const TOO_MANY = `More than ${EVENTS_PER_SECOND} lines a second: the rest of this second is left out here, and done all the same.`;
