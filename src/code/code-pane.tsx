import { lazy, type ReactNode, type RefObject, Suspense } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import styles from './code-panel.module.css';
import { type CodeDesk, type ProgramNumber, SERVER } from './desk';
import type { CodeEditorHandle } from './editor/code-editor';
import { packetOfLine } from './lines';
import { PageOffer } from './page-offer';
import { PaneHead } from './pane-head';
import { useDesk } from './use-desk';
import { useLineMarks } from './use-line-marks';

const CodeEditor = lazy(() => import('./editor/code-editor'));

/** What all parts of a panel share. */
export interface PanelParts {
  readonly desk: CodeDesk;
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly isReady: boolean;
}

interface Props extends PanelParts {
  readonly program: ProgramNumber;
  /** What else its text runs as. */
  readonly others?: readonly ProgramNumber[];
  readonly editor: RefObject<CodeEditorHandle | null>;
  /** At the left of its head: its name, or tabs. */
  readonly head: ReactNode;
  readonly label: string;
  readonly onRun: () => void;
  /** Ends it and closes its connections. */
  readonly onStop: () => void;
  /** Its console, and others. */
  readonly children: ReactNode;
}

/** One text: a program or a page, and its state; below them, consoles. */
export function CodePane(props: Props) {
  const { desk, program, others = NONE, label, editor, children } = props;
  useDesk(desk);
  const { failure } = desk.statusOf(program);
  return (
    <section
      className={styles.pane}
      aria-label={label}
      data-client={program === SERVER ? undefined : program}
    >
      <PaneHead {...props} programs={[program, ...others]} />
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <PageOffer {...{ desk, program }} />
      <div className={styles.editor}>
        <Suspense fallback={<pre className={styles.waiting}>{desk.textOf(program)}</pre>}>
          <MarkedEditor {...props} ref={editor} />
        </Suspense>
      </div>
      {children}
    </section>
  );
}

const NONE: readonly ProgramNumber[] = [];

interface EditorProps extends Omit<Props, 'editor'> {
  readonly ref: RefObject<CodeEditorHandle | null>;
}

/** The editor, with the marks of the newest run: the only part that is drawn again as lines are lit. */
function MarkedEditor(props: EditorProps) {
  const { ref, desk, program, capture, playback, pointing, label, isReady, onRun } = props;
  const status = desk.statusOf(program);
  const marks = useLineMarks(capture, playback, pointing, program, status);
  const toPacketOf = (line: number) => {
    const packet = packetOfLine(capture, capture.programs.run(program, status.run), line);
    if (packet) pointing.select({ unit: packet, range: null });
  };
  return (
    <CodeEditor
      ref={ref}
      label={`${label} code`}
      end={program === SERVER ? 'server' : 'client'}
      value={desk.textOf(program)}
      onChange={(text) => desk.write(program, text)}
      onRun={() => isReady && onRun()}
      {...marks}
      onLine={toPacketOf}
    />
  );
}
