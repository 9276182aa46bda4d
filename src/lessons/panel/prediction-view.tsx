import { lazy, type MouseEvent, Suspense, useId } from 'react';
import { Button } from '../../ui/Button';
import type { Prediction, Witness } from '../define';
import { useLesson } from '../use-lesson';
import { focusNext } from './focus-next';
import styles from './prediction-view.module.css';

/** No lesson begins with it. */
const NotJudged = lazy(() => import('./not-judged'));

interface Props {
  readonly task: string;
  readonly prediction: Prediction;
}

/** A question before anything can answer it: one answer, locked in, later compared with what its witness says. */
export function PredictionView({ task, prediction }: Props) {
  const { run } = useLesson();
  const name = useId();
  const choice = run.choiceOf(task);
  const { answer, wire } = run.progress.ofTask(task);
  const isLocked = answer !== null;
  const lock = ({ currentTarget }: MouseEvent<HTMLElement>) => {
    const section = currentTarget.closest('section');
    run.lockIn(task);
    // The button is gone now: focus moves to what it made possible.
    requestAnimationFrame(() => focusNext(section));
  };
  return (
    <>
      <fieldset className={styles.prediction} disabled={isLocked}>
        <legend className={styles.question}>
          {isLocked && <span className={styles.made}>Your prediction</span>}
          {prediction.question}
        </legend>
        {Object.entries(prediction.answers).map(([key, text]) => (
          <label key={key} className={styles.answer} data-chosen={(answer ?? choice) === key}>
            <input
              type="radio"
              name={name}
              checked={(answer ?? choice) === key}
              onChange={() => run.choose(task, key)}
            />
            <span>{text}</span>
            {isLocked && (
              <Verdict by={prediction.by ?? 'wire'} isAnswer={answer === key} isWire={wire === key} />
            )}
          </label>
        ))}
        {!isLocked && (
          <Button className={styles.lock} disabled={choice === null} onClick={lock}>
            Lock it in
          </Button>
        )}
      </fieldset>
      {/* A fieldset that is disabled would disable it, too. */}
      {isLocked && wire === null && (
        <Suspense>
          <NotJudged task={task} />
        </Suspense>
      )}
    </>
  );
}

interface VerdictProps {
  readonly by: Witness;
  readonly isAnswer: boolean;
  readonly isWire: boolean;
}

function Verdict({ by, isAnswer, isWire }: VerdictProps) {
  if (!isWire) return null;
  const whose = by === 'run' ? 'your' : 'the';
  return <strong className={styles.verdict}>{`${whose} ${by} ${isAnswer ? 'agrees' : 'says this'}`}</strong>;
}
