import { type ReactNode, type RefObject, useState } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback } from '../timeline/playback';
import { Button } from '../ui/Button';
import styles from './code-panel.module.css';
import type { CodeDesk, ProgramNumber } from './desk';
import type { CodeEditorHandle } from './editor/code-editor';
import { useProgramState } from './use-program-state';

interface Props {
  readonly desk: CodeDesk;
  /** What the text runs as: several clients may share one. */
  readonly programs: readonly ProgramNumber[];
  readonly capture: Capture;
  readonly playback: Playback;
  readonly editor: RefObject<CodeEditorHandle | null>;
  /** At the left: its name, or tabs. */
  readonly head: ReactNode;
  readonly label: string;
  readonly isReady: boolean;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

/** A program's name, its state and its actions. */
export function PaneHead(props: Props) {
  const { desk, programs, editor, head, label, isReady, onRun, onStop } = props;
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { state, words } = useProgramState(props, programs);
  const statuses = programs.map((program) => desk.statusOf(program).state);
  const name = label.toLowerCase();
  return (
    <>
      <header className={styles.head}>
        {head}
        <span className={styles.state} data-state={state} title={words}>
          {words}
        </span>
        <Button
          kind="quiet"
          aria-expanded={isMenuOpen}
          aria-label={`Edit ${name}`}
          onClick={() => {
            setMenuOpen(!isMenuOpen);
            if (!isMenuOpen) editor.current?.focus();
          }}
        >
          Edit
        </Button>
        {state === 'running' && (
          <Button kind="quiet" aria-label={`Stop ${name}`} onClick={onStop}>
            Stop
          </Button>
        )}
        <Button
          disabled={!isReady || statuses.includes('starting')}
          onClick={() => {
            // The room looks at what it does; and a low window has no room for both.
            if (document.documentElement.dataset.presenting || innerHeight < LOW_PX) setMenuOpen(false);
            onRun();
          }}
          aria-label={`Run ${name}`}
        >
          {statuses.includes('running') ? 'Run again' : 'Run'}
        </Button>
      </header>
      {isMenuOpen && <EditMenu desk={desk} editor={editor} />}
    </>
  );
}

/** As in the style sheets. */
const LOW_PX = 800;

function EditMenu({ desk, editor }: Pick<Props, 'desk' | 'editor'>) {
  return (
    <div className={styles.menu} data-editing>
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
  );
}
