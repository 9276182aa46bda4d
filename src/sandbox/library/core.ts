/** What the program's engine offers to its guest. */
interface Native {
  /** Microseconds on the host's clock. */
  readonly now: () => number;
  /** Throws when this turn has run too long, after so many looks at the clock. */
  readonly check: (looks: number) => void;
}

export interface GuestLimits {
  /** What one turn may report. */
  readonly ops: number;
  readonly timers: number;
  /** Two 32-bit numbers by which the host finds the line in the engine's memory when it can no longer ask. */
  readonly mark: readonly [number, number];
}

/** What a program tells its host, in order. A packet is in `text`; its binary parts are `parts` of the turn's buffers, from `first` on. */
export type Op = Readonly<Record<string, unknown>> & { readonly op: string };

export type Core = ReturnType<typeof makeCore>;

/** What everything inside stands on: which line runs, the host's clock, the report of each turn, and that no text becomes code. */
export function makeCore(native: Native, limits: GuestLimits) {
  const { stringify } = JSON;
  const CHECK_EVERY = 16;
  let line = 0;
  const place = new Int32Array([...limits.mark, line]);
  const { now: milliseconds } = Date;
  let ticks = 0;
  /** Looks at the clock since the host was asked, which takes far longer: it is asked once in a millisecond. */
  let looks = 0;
  let checkedAtMs = 0;
  let ops: Op[] = [];
  let buffers: ArrayBuffer[] = [];
  let dropped = 0;

  const at = (now: number) => {
    line = now;
    place[2] = now;
  };

  /** Called by each line before it runs. */
  const trace = (now: number) => {
    at(now);
    ticks += 1;
    if (ticks < CHECK_EVERY) return;
    looks += 1;
    const ms = milliseconds();
    if (ms !== checkedAtMs) {
      native.check(looks);
      // Noted only when the check has passed: after a refusal each line is refused.
      checkedAtMs = ms;
      looks = 0;
    }
    ticks = 0;
  };

  /** A call within a statement has returned: what follows is this line's again. */
  const back = <Value>(value: Value, now: number): Value => {
    at(now);
    return value;
  };

  let toldAt = 0;
  let toldAtMs = 0;
  /** A turn begins, at this instant of the host's clock. */
  const begin = (at: number) => {
    toldAt = at;
    toldAtMs = milliseconds();
  };
  /** Asking the host for the time of each op would take longer than the op: within a millisecond it is not asked again. */
  const nowOrSo = () => {
    const ms = milliseconds();
    if (ms !== toldAtMs) begin(native.now());
    return toldAt;
  };

  /** Reports something, with its time and line. Returns it, and it may be added to until the turn is over. */
  const tell = (op: Op): Op => {
    const told = op as { at?: number; line?: unknown } & Op;
    told.at = nowOrSo();
    told.line ??= line;
    if (ops.length < limits.ops) ops.push(told);
    else dropped += 1;
    return told;
  };

  /** The newest report of this turn. */
  const newest = (): Op | undefined => ops.at(-1);

  /** All ops since the last time, as one text; with binary parts, a list of the text and the parts. */
  const take = () => {
    const text = stringify({ ops, dropped, line });
    const parts = buffers;
    ops = [];
    buffers = [];
    dropped = 0;
    return parts.length === 0 ? text : [text, ...parts];
  };

  /** No text becomes code from now on: the checks at each line could not stop it. */
  const refuseText = () => {
    const refuse = function notHere() {
      throw new EvalError('eval and new Function are left out here: only the lines in the editor run');
    };
    refuse.prototype = Function.prototype;
    for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
      Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', {
        value: refuse,
        writable: false,
        configurable: false,
      });
    }
    const hidden = { value: undefined, writable: false, configurable: false };
    Object.defineProperty(globalThis, 'eval', { ...hidden, value: refuse });
    Object.defineProperty(globalThis, 'Function', { ...hidden, value: refuse });
    Object.defineProperty(globalThis, 'SharedArrayBuffer', hidden);
    Object.defineProperty(globalThis, 'Atomics', hidden);
  };

  return {
    trace,
    back,
    begin,
    tell,
    newest,
    take,
    refuseText,
    buffers: () => buffers,
    at,
    lineNow: () => line,
    native,
    limits,
  };
}
