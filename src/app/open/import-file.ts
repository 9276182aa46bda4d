import type { NoteEvent } from '../../capture/files/event';
import { EventRecords } from '../../capture/files/save/record-events';
import type { RecordedSession } from '../../lab/recorded-session';
import type { FromImport, ToImport } from './import-messages';

/** How far a file has been read. */
export interface Import {
  readonly name: string;
  readonly bytes: number;
  readonly readBytes: number;
  readonly state: 'reading' | 'done' | 'stopped' | 'failed';
  /** What could not be read, or must be known to judge what was. */
  readonly notes: readonly NoteEvent[];
  readonly failure: string | null;
}

/** Most notes that are kept: a file can have one for each connection. */
const MAX_NOTES = 100;

/**
 * Reads a file into a new capture of this session, in a thread of its own; it is shown while it is read. `onChange` is told
 * how far it is. Returns how to stop.
 */
export function importFile(
  file: Blob,
  name: string,
  session: RecordedSession,
  onChange: (now: Import) => void,
): () => void {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  const capture = session.begin(name);
  let records: EventRecords | null = null;
  let now: Import = { name, bytes: file.size, readBytes: 0, state: 'reading', notes: [], failure: null };
  const change = (next: Partial<Import>) => {
    now = { ...now, ...next };
    onChange(now);
  };
  const post = (message: ToImport) => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<FromImport>) => {
    const { events, readBytes, isOver, failure } = data;
    const notes = events.filter((event) => event.kind === 'note');
    const first = events.find((event) => event.kind !== 'note');
    // Times count from the first moment in the file.
    if (first && records === null) {
      records = new EventRecords(first.atMicros);
      session.epochMs = first.atMicros / 1000;
    }
    capture.apply(events.flatMap((event) => records?.of(event) ?? []));
    if (isOver) capture.passTo(capture.lastAt);
    const ending = isOver ? ({ state: failure === null ? 'done' : 'failed', failure } as const) : {};
    change({ readBytes, notes: [...now.notes, ...notes].slice(0, MAX_NOTES), ...ending });
    if (isOver) worker.terminate();
    else post({ taken: true });
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    change({ state: 'failed', failure: `The file could not be read: ${event.message}` });
  });
  post({ file });
  change({});
  return () => {
    worker.terminate();
    if (now.state === 'reading') change({ state: 'stopped' });
  };
}
