import { lazy, type ReactNode, Suspense, useRef } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import type { Playback } from '../timeline/playback';
import { type Pointing, useSelected } from '../timeline/pointing';
import styles from './code-panel.module.css';
import { ConsoleView } from './console-view';
import { type CodeDesk, type ProgramNumber, SERVER } from './desk';
import type { CodeEditorHandle } from './editor/code-editor';
import { consoleOf, packetOfLine } from './lines';
import { PaneHead } from './pane-head';
import { shownUntil, useDesk, useNow } from './use-desk';
import { useLineMarks } from './use-line-marks';

const CodeEditor = lazy(() => import('./editor/code-editor'));

interface Props {
  readonly desk: CodeDesk;
  readonly program: ProgramNumber;
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** At the left of its head: its name, or tabs. */
  readonly head: ReactNode;
  readonly label: string;
  readonly isReady: boolean;
  readonly onRun: () => void;
  /** Ends it and closes its connections. */
  readonly onStop: () => void;
}

/** One program: its text, its state and its console. */
export function CodePane(props: Props) {
  const { desk, program, capture, playback, pointing, label, isReady, onRun } = props;
  useDesk(desk);
  useRevision(capture);
  // Also shows what the code has done since the last update.
  const now = Math.max(useNow(playback), shownUntil(playback));
  const selected = useSelected(pointing);
  const editor = useRef<CodeEditorHandle>(null);
  const status = desk.statusOf(program);
  const { run } = status;
  const events = consoleOf(capture, program).filter((event) => event.run === run && event.at <= now);
  const marks = useLineMarks(capture, program, status, now, selected?.unit ?? null);
  const showPacket = (packet: Unit) => pointing.select({ unit: packet, range: null });
  const toPacketOf = (line: number) => {
    const packet = packetOfLine(capture, program, run, line);
    if (packet) showPacket(packet);
  };
  return (
    <section className={styles.pane} aria-label={label}>
      <PaneHead {...props} events={events} editor={editor} />
      {status.failure && (
        <p className={styles.failure} role="alert">
          {status.failure}
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
            {...marks}
            onLine={toPacketOf}
          />
        </Suspense>
      </div>
      <ConsoleView
        {...{ capture, events, label }}
        onLine={(line) => editor.current?.goToLine(line)}
        onPacket={showPacket}
      />
    </section>
  );
}
