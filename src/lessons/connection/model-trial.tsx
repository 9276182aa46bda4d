import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { Slider } from '../parts/slider';
import { useLesson } from '../use-lesson';
import styles from './connection.module.css';
import type { ModelSetting } from './model/model';
import { ModelView, showModel } from './model/model-view';
import { simulate } from './model/simulate';
import { useModelPlayer, usePlayerState } from './model/use-player';
import type { Shown } from './shown';

const LETTERS = 'ABCDEFGHIJKLMNOPQRST';
const FIRST = { count: 6, loss: 20, reorder: 30, seed: 1 };
type Choice = typeof FIRST;

/** The model with sliders: random loss and reordering, the same for a seed. */
export function ModelTrial({ task }: ControlsProps) {
  const { run } = useLesson();
  const box = useRef<HTMLDivElement>(null);
  const [choice, setChoice] = useState(FIRST);
  const player = useModelPlayer(() => simulate(settingOf(FIRST)));
  const { passed, run: shown } = usePlayerState(player);
  useEffect(() => {
    const isAtEnd = passed === player.layout.moments.length;
    const witnessed = run.tasks.witnessed(task) as Shown | null;
    if (isAtEnd && witnessed?.run !== shown)
      run.tasks.witness(task, { run: shown, isOver: true } satisfies Shown);
  }, [player, passed, run, task, shown]);
  const change = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    player.load(simulate(settingOf(next)));
  };
  const start = () => {
    player.play();
    showModel(box.current);
  };
  return (
    <div ref={box} className={styles.controls}>
      <Slider
        label="Segments"
        value={choice.count}
        least={2}
        most={10}
        onChange={(count) => change({ count })}
      />
      <Slider
        label="Lost"
        unit="%"
        value={choice.loss}
        least={0}
        most={50}
        step={5}
        onChange={(loss) => change({ loss })}
      />
      <Slider
        label="Overtaken by later ones"
        unit="%"
        value={choice.reorder}
        least={0}
        most={100}
        step={10}
        onChange={(reorder) => change({ reorder })}
      />
      <div className={styles.actions} data-next>
        <Button kind="primary" onClick={start}>
          Run the model
        </Button>
        <Button
          onClick={() => {
            change({ seed: (choice.seed + 1) % 1000 });
            start();
          }}
        >
          Another run
        </Button>
        <label className={styles.seed}>
          Seed{' '}
          <input
            type="number"
            min={0}
            max={999}
            value={choice.seed}
            onChange={({ target }) =>
              change({ seed: Math.min(999, Math.max(0, Math.floor(Number(target.value)))) })
            }
          />
        </label>
      </div>
      <ModelView player={player} name="by chance" />
    </div>
  );
}

function settingOf({ count, loss, reorder, seed }: Choice): ModelSetting {
  const segments = Array.from({ length: count }, (_, index) => LETTERS.slice(index * 2, index * 2 + 2));
  return { segments, loss: loss / 100, reorder: reorder / 100, seed };
}
