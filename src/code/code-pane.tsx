import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import type { Capture, CodeEvent } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import type { Playback } from '../timeline/playback';
import { type Pointing, useSelected } from '../timeline/pointing';
import { Button } from '../ui/Button';
import styles from './code-panel.module.css';
import { ConsoleView } from './console-view';
import { type CodeDesk, type ProgramNumber, SERVER, type Standing } from './desk';
import type { CodeEditorHandle } from './editor/code-editor';
import { consoleOf, linkedLines, litLines, packetOfLine, problemOf } from './lines';
import { shownUntil, useDesk, useNow } from './use-desk';

const CodeEditor = lazy(() => import('./editor/code-editor'));

interface Props {
  readonly desk: CodeDesk;
  readonly program: ProgramNumber;
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** What stands at the left of its head: its name, or tabs. */
  readonly head: ReactNode;
  readonly label: string;
  readonly isReady: boolean;
  readonly onRun: () => void;
  /** Ends it; what it had open is closed. */
  readonly onStop: () => void;
}

/** One program: its text, how it stands, and what it said. */
export function CodePane({
  desk,
  program,
  capture,
  playback,
  pointing,
  head,
  label,
  isReady,
  onRun,
  onStop,
}: Props) {
  useDesk(desk);
  useRevision(capture);
  // What code has done since the last look is shown with it.
  const now = Math.max(useNow(playback), shownUntil(playback));
  const selected = useSelected(pointing);
  const editor = useRef<CodeEditorHandle>(null);
  const [menu, setMenu] = useState(false);
  const standing = desk.standing(program);
  const { run } = standing;
  const all = consoleOf(capture, program);
  const own = all.filter((event) => event.run === run && event.at <= now);
  const problem = useProblem(standing, capture, program);
  const unit = selected?.unit ?? null;
  const lit = useSame(litLines(capture, program, run, now, unit));
  const linked = useSame(linkedLines(capture, program, run));
  const showPacket = (packet: Unit) => pointing.select({ unit: packet, range: null });
  const toLine = (line: number) => {
    const packet = packetOfLine(capture, program, run, line);
    if (packet) showPacket(packet);
  };
  return (
    <section className={styles.pane} aria-label={label}>
      <header className={styles.head}>
        {head}
        <span className={styles.state} data-state={stateOf(standing, own)}>
          {stateWords(desk, program, standing, own)}
        </span>
        <Button
          kind="quiet"
          aria-expanded={menu}
          aria-label={`Edit ${label.toLowerCase()}`}
          onClick={() => setMenu(!menu)}
        >
          Edit
        </Button>
        {stateOf(standing, own) === 'running' && (
          <Button kind="quiet" aria-label={`Stop ${label.toLowerCase()}`} onClick={onStop}>
            Stop
          </Button>
        )}
        <Button
          disabled={!isReady || standing.state === 'starting'}
          onClick={onRun}
          aria-label={`Run ${label.toLowerCase()}`}
        >
          {standing.state === 'running' ? 'Run again' : 'Run'}
        </Button>
      </header>
      {menu && (
        <div className={styles.menu}>
          <Button kind="quiet" onClick={() => editor.current?.format()}>
            Format
          </Button>
          <Button kind="quiet" onClick={() => editor.current?.undo()}>
            Undo
          </Button>
          <Button kind="quiet" onClick={() => editor.current?.redo()}>
            Redo
          </Button>
          <Button kind="quiet" disabled={!desk.isEdited} onClick={() => desk.reset()}>
            Reset both ends
          </Button>
        </div>
      )}
      {standing.failure && (
        <p className={styles.failure} role="alert">
          {standing.failure}
        </p>
      )}
      <div className={styles.editor}>
        <Suspense fallback={<pre className={styles.waiting}>{desk.textOf(program)}</pre>}>
          <CodeEditor
            ref={editor}
            label={`${label} code`}
            end={program === SERVER ? 'server' : 'client'}
            value={desk.textOf(program)}
            onChange={(text) => desk.write(program, text)}
            onRun={() => isReady && onRun()}
            problem={problem}
            lit={lit}
            linked={linked}
            onLine={toLine}
          />
        </Suspense>
      </div>
      <ConsoleView
        capture={capture}
        events={own}
        label={label}
        onLine={(line) => editor.current?.goToLine(line)}
        onPacket={showPacket}
      />
    </section>
  );
}

/** A fault that keeps it from running, or what running showed while the text is still the one that ran. */
function useProblem({ fault, run, isChanged }: Standing, capture: Capture, program: ProgramNumber) {
  const shown = fault ?? (isChanged ? null : problemOf(capture, program, run));
  const [line, message] = [shown?.line ?? 0, shown?.message ?? ''];
  return useMemo(() => (line > 0 ? { line, message } : null), [line, message]);
}

/** The same object while it says the same. */
function useSame<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of the value
  return useMemo(() => value, [key]);
}

type State = 'idle' | 'running' | 'over' | 'refused';

function stateOf({ state }: Standing, events: readonly CodeEvent[]): State {
  if (state === 'refused') return 'refused';
  if (state === 'idle') return 'idle';
  const last = events.findLast(({ kind }) => kind === 'ended' || kind === 'stopped' || kind === 'started');
  return last && last.kind !== 'started' ? 'over' : 'running';
}

function stateWords(
  desk: CodeDesk,
  program: ProgramNumber,
  standing: Standing,
  events: readonly CodeEvent[],
): string {
  const state = stateOf(standing, events);
  if (standing.state === 'starting') return 'starting …';
  if (state === 'refused')
    return standing.fault ? `line ${standing.fault.line}: ${standing.fault.message}` : 'did not run';
  if (state === 'idle') return 'not run yet';
  if (state === 'over') return events.some(({ kind }) => kind === 'stopped') ? 'was ended' : 'has ended';
  const changed = standing.isChanged ? '; edited since' : '';
  if (program === SERVER) return `running${changed}`;
  const open = desk.connections(program).filter(({ isConnected }) => isConnected);
  const transports = [...new Set(open.map(({ transport }) => transport))].join(', ');
  return `${open.length > 0 ? `on ${transports}` : 'not connected'}${changed}`;
}
