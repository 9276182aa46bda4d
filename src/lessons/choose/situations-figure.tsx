import { useId } from 'react';
import type { ControlsProps } from '../define';
import { milliseconds } from '../prose';
import { useLesson } from '../use-lesson';
import { useRealTime } from './delay';
import {
  CHOICE_NAMES,
  CHOICES,
  type Choice,
  FIGURE_NAMES,
  type Figure,
  figureIn,
  type Picks,
  SITUATIONS,
  type Situation,
  WAY_OF,
} from './situations';
import styles from './situations-figure.module.css';
import { type MeasuredWay, wayIn } from './ways';
import { FIVE } from './ways-step';

/** Five applications: for each the student chooses, and then sees the run's own figures beside each choice. */
export function SituationsFigure({ task }: ControlsProps) {
  const { run } = useLesson();
  useRealTime(FIVE);
  const picks = (run.tasks.witnessed(task) ?? {}) as Picks;
  const pick = (situation: Situation, choice: Choice) =>
    run.tasks.witness(task, { ...picks, [situation.id]: choice } satisfies Picks);
  return (
    <ol className={styles.situations} data-next="choose">
      {SITUATIONS.map((situation) => (
        <li key={situation.id}>
          <Card
            situation={situation}
            picked={picks[situation.id] ?? null}
            onPick={(choice) => pick(situation, choice)}
          />
        </li>
      ))}
    </ol>
  );
}

interface CardProps {
  readonly situation: Situation;
  readonly picked: Choice | null;
  readonly onPick: (choice: Choice) => void;
}

function Card({ situation, picked, onPick }: CardProps) {
  const { run } = useLesson();
  const name = useId();
  const ways = CHOICES.map((choice) => wayIn(run.tasks.traffic(FIVE), run, WAY_OF[choice]));
  return (
    <fieldset className={styles.card} disabled={ways.every((way) => way === null)}>
      <legend className={styles.title}>{situation.title}</legend>
      <p className={styles.needs}>{situation.needs}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">your choice</th>
            {picked &&
              situation.figures.map((figure) => (
                <th key={figure} scope="col">
                  {FIGURE_NAMES[figure]}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {CHOICES.map((choice, n) => (
            <tr key={choice} data-picked={choice === picked || undefined}>
              <th scope="row">
                <label className={styles.choice}>
                  <input
                    type="radio"
                    name={name}
                    checked={choice === picked}
                    onChange={() => onPick(choice)}
                  />
                  {CHOICE_NAMES[choice]}
                </label>
              </th>
              {picked &&
                situation.figures.map((figure) => (
                  <td key={figure}>{say(figure, choice, ways[n] ?? null)}</td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
      {picked && (
        <p className={styles.argument} aria-live="polite">
          <strong>{CHOICE_NAMES[picked]}:</strong> {situation.arguments[picked]}
        </p>
      )}
    </fieldset>
  );
}

function say(figure: Figure, choice: Choice, measured: MeasuredWay | null): string {
  const value = measured && figureIn(figure, choice, measured.measures);
  if (value === null) return 'not measured';
  if (figure === 'serverP99' || figure === 'clientP50') return milliseconds(0, value);
  return figure === 'empty' ? String(value) : `${Math.round(value).toLocaleString('en-US')} B`;
}
