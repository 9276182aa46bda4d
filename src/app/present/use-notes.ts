import { useCallback, useEffect, useRef, useState } from 'react';
import { currentTaskOf } from '../../lessons/current-task';
import type { Step } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import type { Move } from '../../lessons/remote';
import {
  type NotesMessage,
  type NotesQuestion,
  type NotesState,
  notesAddress,
  openChannel,
  type Steering,
} from './notes-channel';
import { usePresentation } from './use-presentation';

interface Options {
  readonly run: LessonRun | null;
  readonly move: Move;
  readonly words: string;
  readonly isPaused: boolean;
  readonly isBlank: boolean;
  readonly steer: (action: Steering) => void;
}

/** Tells the notes window about each change, and obeys its commands. */
export function useNotes({ run, steer, ...rest }: Options) {
  const { id, beganAt } = usePresentation(run?.lesson.id ?? null);
  const channel = useRef<BroadcastChannel | null>(null);
  const [isBlocked, setBlocked] = useState(false);
  const place = run?.progress.place ?? 0;
  const stepAt = useStepAt(run, place);
  const state = stateOf(run, { ...rest, beganAt, stepAt });
  const latest = useRef({ state, steer });
  latest.current = { state, steer };
  useEffect(() => {
    const opened = openChannel(id);
    channel.current = opened;
    opened.onmessage = ({ data }: MessageEvent<NotesMessage>) => {
      if (data.kind === 'steer') latest.current.steer(data.action);
      if (data.kind === 'hello') post(opened, { kind: 'state', state: latest.current.state });
    };
    const tell = ({ type }: Event) => {
      post(opened, type === 'pagehide' ? { kind: 'gone' } : { kind: 'state', state: latest.current.state });
    };
    addEventListener('pagehide', tell);
    // Back from the browser's memory.
    addEventListener('pageshow', tell);
    return () => {
      removeEventListener('pagehide', tell);
      removeEventListener('pageshow', tell);
      post(opened, { kind: 'gone' });
      opened.close();
    };
  }, [id]);
  const text = JSON.stringify(state);
  useEffect(() => {
    if (channel.current) post(channel.current, { kind: 'state', state: JSON.parse(text) as NotesState });
  }, [text]);
  const address = notesAddress(id);
  const open = useCallback(() => {
    setBlocked(window.open(address, 'wire101-notes', 'popup,width=720,height=760') === null);
  }, [address]);
  return { open, address, isBlocked };
}

function stateOf(
  run: LessonRun | null,
  rest: Pick<NotesState, 'move' | 'words' | 'isPaused' | 'isBlank' | 'beganAt' | 'stepAt'>,
): NotesState {
  const steps = run?.lesson.steps ?? [];
  const place = run?.progress.place ?? 0;
  const step = run?.progress.step;
  const next = steps[place + 1]?.title ?? (place + 1 === steps.length ? 'The end: in one sentence' : null);
  return {
    lesson: run?.lesson.title ?? '',
    minutes: steps.map(({ notes }) => notes.minutes),
    place,
    step: step ? { title: step.title, notes: step.notes } : null,
    next,
    question: run && step ? questionOf(run, step) : null,
    ...rest,
  };
}

/** The prediction of the task that the step is at. */
function questionOf(run: LessonRun, step: Step): NotesQuestion | null {
  const { id, prediction } = currentTaskOf(run, step);
  if (!prediction) return null;
  const { answer, wire } = run.progress.ofTask(id);
  const chosen = answer ?? run.choiceOf(id);
  const answers = Object.entries(prediction.answers).map(([key, text]) => ({
    text,
    isChosen: key === chosen,
    isWire: key === wire,
  }));
  return { text: prediction.question, isOpen: answer === null, answers };
}

/** When this lesson's step was opened. */
function useStepAt(run: LessonRun | null, place: number): number {
  const [shown, setShown] = useState(() => ({ run, place, at: Date.now() }));
  if (shown.run === run && shown.place === place) return shown.at;
  const now = { run, place, at: Date.now() };
  setShown(now);
  return now.at;
}

const post = (channel: BroadcastChannel, message: NotesMessage) => channel.postMessage(message);
