import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LessonRun } from '../../lessons/lesson-run';
import { chooseAnswer } from '../../lessons/remote';
import { usePlaybackState } from '../../timeline';
import { Button } from '../../ui/Button';
import { isInClass } from '../class/in-class';
import { keyPressOf } from '../keys';
import { navigate } from '../router';
import type { InstrumentParts } from '../use-instrument';
import { toggle } from '../use-keys';
import { type Answering, type PresenterAction, presenterActionOf } from './keys';
import type { Steering } from './notes-channel';
import styles from './Presenter.module.css';
import { useBlank } from './use-blank';
import { useFullScreen } from './use-full-screen';
import { useMove } from './use-move';
import { useNotes } from './use-notes';

interface Props {
  readonly instrument: InstrumentParts;
  /** Null outside a lesson: then there are no steps and no notes. */
  readonly run: LessonRun | null;
  readonly onLeave: () => void;
}

/** Presenter mode: the stage fills the screen without prose, and a slide remote moves through the steps. */
export default function Presenter({ instrument, run, onLeave }: Props) {
  const { playback } = instrument;
  const [hasText, setText] = useState(false);
  useRun(run);
  useRootAttribute(hasText ? 'text' : 'stage');
  const { isBlank, setBlank } = useBlank(playback);
  const { isFull, fill, expectWindow } = useFullScreen(onLeave);
  const { mode, waiting } = usePlaybackState(playback);
  const isPaused = mode === 'paused';
  const { move, words, next } = useMove(run, waiting > 0, () => playback.goLive());
  const act = (action: PresenterAction | Steering) => {
    if (action === 'next' || action === 'back') {
      // Nobody moves on what they do not see.
      if (isBlank) setBlank(false);
      else if (action === 'back') run?.goTo(run.progress.place - 1);
      else next();
    } else if (isAnswering(action)) {
      if (run) chooseAnswer(run, action === 'another-answer' ? 'another' : Number(action.at(-1)) - 1);
    } else if (action === 'blank') setBlank(!isBlank);
    else if (action === 'text') setText(!hasText);
    else if (action === 'toggle') toggle(playback);
    else if (action === 'full-screen') fill();
    else if (action === 'leave') onLeave();
    else if (action === 'notes') {
      expectWindow();
      notes.open();
    }
  };
  const notes = useNotes({ run, move, words, isPaused, isBlank, steer: act });
  usePresenterKeys(act);
  useFreeSpaceBar();
  return (
    <header className={styles.bar}>
      <Where run={run} />
      <nav className={styles.tools} aria-label="Presentation">
        {run && (
          <>
            <Tool onClick={() => act('back')} isOff={run.progress.place === 0}>
              Previous
            </Tool>
            <Tool onClick={() => act('next')} isOff={move === 'end'}>
              {words}
            </Tool>
          </>
        )}
        <Button kind="quiet" aria-pressed={hasText} onClick={() => act('text')}>
          Text
        </Button>
        {run && <Tool onClick={() => act('notes')}>Notes</Tool>}
        {/* A class that is open has a bar of its own, whose code opens over the page. */}
        {!isInClass('') && <Tool onClick={() => navigate('/teach')}>Class</Tool>}
        {!isFull && document.fullscreenEnabled && <Tool onClick={fill}>Full screen</Tool>}
        <Tool onClick={onLeave}>Leave</Tool>
      </nav>
      {notes.isBlocked && (
        <p className={styles.blocked} role="alert">
          The browser did not let the page open a window. Here they are:{' '}
          <a href={notes.address} target="_blank" rel="noopener opener">
            speaker notes in a new tab
          </a>
          .
        </p>
      )}
      {isBlank && <Blank onEnd={() => setBlank(false)} />}
    </header>
  );
}

const isAnswering = (action: PresenterAction | Steering): action is Answering => action.includes('answer');

function Where({ run }: Pick<Props, 'run'>) {
  if (!run) return <p className={styles.where}>Wire 101</p>;
  const { lesson, progress } = run;
  const total = lesson.steps.length;
  return (
    <p className={styles.where}>
      <strong>{lesson.title}</strong>{' '}
      <span className={styles.place}>
        {progress.place < total ? `${progress.place + 1} of ${total}` : 'the end'}
      </span>
    </p>
  );
}

interface ToolProps {
  readonly children: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}

function Tool({ children, isOff = false, onClick }: ToolProps) {
  return (
    <Button kind="quiet" disabled={isOff} onClick={onClick}>
      {children}
    </Button>
  );
}

/** A blank screen, until the presenter ends it. */
function Blank({ onEnd }: { readonly onEnd: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button
      ref={button}
      type="button"
      className={styles.blank}
      aria-label="The screen is blank. Show the stage again."
      onClick={onEnd}
    />
  );
}

/**
 * In the capture phase: a list or a text field must not swallow a remote's keys. Escape waits, since it may close
 * something else.
 */
function usePresenterKeys(act: (action: PresenterAction) => void): void {
  const latest = useRef(act);
  latest.current = act;
  // Not after the paint: whoever sees the bar may press a key.
  useLayoutEffect(() => {
    const take = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      const action = press && presenterActionOf(press);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) latest.current(action);
    };
    const first = (event: KeyboardEvent) => event.key !== 'Escape' && take(event);
    const last = (event: KeyboardEvent) => event.key === 'Escape' && take(event);
    addEventListener('keydown', first, { capture: true });
    addEventListener('keydown', last);
    return () => {
      removeEventListener('keydown', first, { capture: true });
      removeEventListener('keydown', last);
    };
  }, []);
}

/** After a click, Space plays the stage instead of the clicked button. Keyboard users keep the focus. */
function useFreeSpaceBar(): void {
  useEffect(() => {
    const onClick = ({ detail, target }: MouseEvent) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (detail > 0) button?.blur();
    };
    addEventListener('click', onClick);
    return () => removeEventListener('click', onClick);
  }, []);
}

/** Sets `data-presenting` on the root for all style sheets. */
function useRootAttribute(value: 'stage' | 'text'): void {
  useEffect(() => {
    document.documentElement.dataset.presenting = value;
    return () => {
      delete document.documentElement.dataset.presenting;
    };
  }, [value]);
}

function useRun(run: LessonRun | null): void {
  useSyncExternalStore(
    useCallback((listener: () => void) => run?.subscribe(listener) ?? (() => {}), [run]),
    () => run?.revision,
  );
}
