import { type ReactNode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { formatAge } from '../../stage/format';
import { Button } from '../../ui/Button';
import { keyPressOf } from '../keys';
import { useTheme } from '../theme';
import { presenterActionOf } from './keys';
import { MOVE_WORDS } from './move-words';
import styles from './NotesPage.module.css';
import {
  type NotesMessage,
  type NotesQuestion,
  type NotesState,
  openChannel,
  type Steering,
} from './notes-channel';

/** The second window: speaker notes, what comes next, and the time. It steers, and shows no traffic. */
export function showNotes(root: HTMLElement): void {
  document.title = 'Speaker notes · Wire 101';
  const id = new URLSearchParams(location.search).get('of') ?? '';
  createRoot(root).render(<NotesPage id={id} />);
}

function NotesPage({ id }: { readonly id: string }) {
  useTheme();
  const { state, steer } = usePresentation(id);
  useSteeringKeys(steer);
  return (
    <main className={styles.notes}>
      {state ? <Notes state={state} steer={steer} /> : <Nobody />}
      <nav className={styles.way} aria-label="Presentation">
        <Button onClick={() => steer('back')} disabled={!state || state.place === 0}>
          Previous
        </Button>
        <Button kind="primary" onClick={() => steer('next')} disabled={!state || state.move === 'end'}>
          {state?.words ?? MOVE_WORDS.end}
        </Button>
        <Button onClick={() => steer('toggle')} disabled={!state}>
          {state?.isPaused ? 'Resume' : 'Pause'}
        </Button>
        <Button onClick={() => steer('blank')} disabled={!state} aria-pressed={state?.isBlank}>
          {state?.isBlank ? 'Show the screen' : 'Blank'}
        </Button>
      </nav>
    </main>
  );
}

function Nobody() {
  return (
    <section className={styles.step}>
      <h1 className={styles.title}>Nothing is being presented</h1>
      <p>
        These notes belong to a page that was left, or closed. Press P on a lesson to present it, then N for
        its notes.
      </p>
    </section>
  );
}

interface NotesProps {
  readonly state: NotesState;
  readonly steer: (action: Steering) => void;
}

function Notes({ state, steer }: NotesProps) {
  const { lesson, place, minutes, step, next, question } = state;
  return (
    <>
      <Clock state={state} />
      <section className={styles.step}>
        <p className={styles.about}>
          {lesson} · {step ? `step ${place + 1} of ${minutes.length}` : 'the end'}
        </p>
        <h1 className={styles.title}>{step?.title ?? 'In one sentence'}</h1>
        {step && (
          <dl className={styles.said}>
            <dt>Say</dt>
            <dd>{step.notes.say}</dd>
            <dt>Ask the room</dt>
            <dd>
              {step.notes.ask}
              {/* With another step it is folded again. */}
              <details key={step.notes.ask} className={styles.found}>
                <summary>Answer</summary>
                <p>{step.notes.answer}</p>
              </details>
            </dd>
          </dl>
        )}
        {question && <Question question={question} steer={steer} />}
        {next && <p className={styles.about}>Next: {next}</p>}
      </section>
    </>
  );
}

const ANSWERS = ['answer-1', 'answer-2', 'answer-3', 'answer-4'] as const;

/** The room's question: an answer is chosen here as with the keys 1 to 4. */
function Question({ question, steer }: { readonly question: NotesQuestion } & Pick<NotesProps, 'steer'>) {
  const { text, isOpen, answers } = question;
  return (
    <fieldset className={styles.question} disabled={!isOpen}>
      <legend>{text}</legend>
      {answers.map((answer, index) => (
        <button
          key={answer.text}
          type="button"
          className={styles.answer}
          aria-pressed={answer.isChosen}
          onClick={() => steer(ANSWERS[index]!)}
        >
          <kbd>{index + 1}</kbd> {answer.text}
          {answer.isWire && <strong> · what the wire says</strong>}
        </button>
      ))}
    </fieldset>
  );
}

function Clock({ state: { beganAt, stepAt, minutes, place } }: { readonly state: NotesState }) {
  const now = useSeconds();
  const planned = minutes.reduce((sum, one) => sum + one, 0);
  const time = new Date(now).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return (
    <dl className={styles.clock}>
      <Reading name="Time">{time}</Reading>
      <Reading name="This step" isLate={now - stepAt > (minutes[place] ?? Number.POSITIVE_INFINITY) * 60_000}>
        {formatAge((now - stepAt) * 1000)}
        {minutes[place] !== undefined && <small> of {minutes[place]} min</small>}
      </Reading>
      <Reading name="Since the beginning" isLate={now - beganAt > planned * 60_000}>
        {formatAge((now - beganAt) * 1000)}
        <small> of {planned} min</small>
      </Reading>
    </dl>
  );
}

interface ReadingProps {
  readonly name: string;
  readonly isLate?: boolean;
  readonly children: ReactNode;
}

function Reading({ name, isLate = false, children }: ReadingProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {isLate && <strong className={styles.late}> over</strong>}
      </dd>
    </div>
  );
}

/** The presentation as the other window reports it; null while none answers. */
function usePresentation(id: string) {
  const [state, setState] = useState<NotesState | null>(null);
  const [channel, setChannel] = useState<BroadcastChannel | null>(null);
  useEffect(() => {
    const opened = openChannel(id);
    opened.onmessage = ({ data }: MessageEvent<NotesMessage>) => {
      if (data.kind === 'state') setState(data.state);
      if (data.kind === 'gone') setState(null);
    };
    opened.postMessage({ kind: 'hello' } satisfies NotesMessage);
    setChannel(opened);
    return () => opened.close();
  }, [id]);
  const steer = (action: Steering) => channel?.postMessage({ kind: 'steer', action } satisfies NotesMessage);
  return { state, steer };
}

/** A remote's keys go to the focused window, which may be this one. */
function useSteeringKeys(steer: (action: Steering) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      const action = press && presenterActionOf(press);
      const isPause = press?.key === ' ' && press.focus === 'none';
      if (!action && !isPause) return;
      event.preventDefault();
      if (isPause) steer('toggle');
      else if (action && action !== 'notes' && action !== 'full-screen' && action !== 'leave') steer(action);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}

/** The time, every second. */
function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
