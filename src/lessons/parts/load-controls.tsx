import { useId, useState } from 'react';
import { Button } from '../../ui/Button';
import { useLesson } from '../use-lesson';
import styles from './loads.module.css';
import { loadPage, loadsOf, WAY_NAMES, type Way } from './page-loads';
import { Slider } from './slider';

/** The largest delay on the slider, one way. */
const MAX_DELAY_MS = 200;
const MAX_OBJECTS = 12;

interface Props {
  readonly task: string;
  readonly isReady: boolean;
  /** The ways to choose from; with one there is no choice. */
  readonly ways: readonly Way[];
  readonly objects?: number;
  readonly delayMs?: number;
  /** Every load counts together with those before it; otherwise each is a new try. */
  readonly adds?: boolean;
  /** The label of a button that loads all these ways in turn. */
  readonly all?: string;
}

/** Loads the lab's page: how, with how many objects, and from how far away. */
export function LoadControls(props: Props) {
  const { task, isReady, ways, adds = false, all } = props;
  const { run } = useLesson();
  const name = useId();
  const [way, setWay] = useState<Way>(ways[0]!);
  const [objects, setObjects] = useState(props.objects ?? 6);
  const [delayMs, setDelayMs] = useState(props.delayMs ?? 0);
  const load = (chosen: readonly Way[]) =>
    void run.tasks[adds ? 'act' : 'restart'](task, async (lab) => {
      const step = run.progress.step;
      for (const next of chosen) {
        if (run.progress.step === step) await loadPage(lab, run, { way: next, objects, delayMs });
      }
    });
  const isDisabled = !isReady || run.tasks.isBusy(task) || loadsOf(run).isBusy;
  return (
    <div className={styles.controls} data-next>
      {ways.length > 1 && (
        <fieldset className={styles.ways}>
          <legend>Way of loading</legend>
          {ways.map((option) => (
            <label key={option}>
              <input type="radio" name={name} checked={option === way} onChange={() => setWay(option)} />
              {WAY_NAMES[option]}
            </label>
          ))}
        </fieldset>
      )}
      <Slider label="Objects" value={objects} least={1} most={MAX_OBJECTS} onChange={setObjects} />
      <Slider
        label="Added each way"
        unit="ms"
        value={delayMs}
        least={0}
        most={MAX_DELAY_MS}
        step={10}
        onChange={setDelayMs}
      />
      <div className={styles.actions}>
        <Button kind={all ? 'plain' : 'primary'} disabled={isDisabled} onClick={() => load([way])}>
          Load the page
        </Button>
        {all && (
          <Button kind="primary" disabled={isDisabled} onClick={() => load(ways)}>
            {all}
          </Button>
        )}
        {!isReady && <span className={styles.note}>after your prediction</span>}
      </div>
    </div>
  );
}
