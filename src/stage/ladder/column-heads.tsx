import { type Columns, nameWidth } from './geometry';
import styles from './ladder.module.css';
import type { Program } from './program';

const LINE_PX = 20;
/** A name begins a little before its first strand. */
const BEFORE_PX = 6;
const APART_PX = 6;
/** A number stands over its strand; strands are as close as this on a phone. */
const NUMBER = { width: 8, before: 4, apart: 2 } as const;

/** The names of the columns: a program each, and the server. Names without room beside each other are on several lines. */
export function ColumnHeads({ columns }: { readonly columns: Columns }) {
  const { clients, server, width, durations } = columns;
  const full = clients.map(({ program }) => program.name);
  const isTight = placed(columns, full).some(({ line }, _, all) => line !== all[0]!.line);
  // As above the code: client 1, 2, 3.
  const words = isTight ? clients.map(({ program }, i) => shortName(program, clients[i - 1]?.program)) : full;
  const names = placed(columns, words);
  const lines = Math.max(0, ...names.map(({ line }) => line)) + 1;
  const serverRight = Math.max(durations, width - server.x - nameWidth('server') / 2);
  return (
    <header
      className={styles.head}
      data-guests={clients.some(({ program }) => program.key.startsWith('guest')) || undefined}
      style={{ height: lines * LINE_PX + 4 }}
    >
      {clients.length > 0 && (
        <p className={styles.unit} style={{ top: (lines - 1) * LINE_PX, width: columns.times }}>
          ms
        </p>
      )}
      {clients.map(({ program, x }, i) => (
        <p
          key={program.key}
          data-client={program.client ?? undefined}
          style={{
            left: names[i]!.left,
            top: names[i]!.line * LINE_PX,
            maxWidth: names[i]!.room,
          }}
          title={program.name}
        >
          {words[i]}
          {names[i]!.line < lines - 1 && (
            <i style={{ left: x - names[i]!.left, height: (lines - 1 - names[i]!.line) * LINE_PX }} />
          )}
        </p>
      ))}
      {clients.length === 0 && <p style={{ left: columns.times, top: 0 }}>client</p>}
      <p style={{ right: serverRight, top: (lines - 1) * LINE_PX }}>server</p>
      {durations > 0 && clients.length > 0 && (
        <p
          className={styles.took}
          style={{ top: (lines - 1) * LINE_PX }}
          title="From the question to its answer, at the end that asked"
        >
          took
        </p>
      )}
    </header>
  );
}

/** Its number alone, after another client. */
function shortName({ client, name }: Program, before: Program | undefined): string {
  return client !== null && typeof before?.client === 'number' ? String(client) : name;
}

interface Placed {
  readonly left: number;
  readonly line: number;
  readonly room: number;
}

/** Where each name stands: from the last column on, each on the lowest line where it has room. */
function placed({ clients, server }: Columns, words: readonly string[]): readonly Placed[] {
  const serverLeft = server.x - nameWidth('server') / 2 - 8;
  /** By line, from the lowest: where the names so far begin. */
  const begins: number[] = [serverLeft];
  const found: { left: number; up: number; room: number }[] = [];
  for (const [i, { x }] of [...clients.entries()].reverse()) {
    const word = words[i]!;
    const named = { width: nameWidth(word), before: BEFORE_PX, apart: APART_PX };
    const { width, before, apart } = word.length === 1 ? NUMBER : named;
    const left = x - before;
    let up = begins.findIndex((begin) => left + width <= begin);
    if (up === -1) up = begins.length;
    const room = (begins[up] ?? server.x) - left;
    begins[up] = left - apart;
    // A line from a higher name passes before the names below it.
    for (let below = 0; below < up; below++) begins[below] = Math.min(begins[below]!, left - 2);
    found.push({ left, up, room });
  }
  return found.reverse().map(({ left, up, room }) => ({ left, line: begins.length - 1 - up, room }));
}
