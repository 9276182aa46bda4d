import { useEffect, useRef } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { useLesson } from '../use-lesson';
import styles from './connection.module.css';
import { readBeforeRepair } from './model/model';
import { ModelView, showModel } from './model/model-view';
import { simulate } from './model/simulate';
import { useModelPlayer, usePlayerState } from './model/use-player';
import type { Shown } from './shown';

/** The model with segment 2 of 4 lost. The student starts it, and the run answers once it has got that far. */
export function LostSegment({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const player = useModelPlayer(() =>
    simulate({ segments: ['AB', 'CD', 'EF', 'GH'], loss: 0, reorder: 0, seed: 1, lost: [2] }),
  );
  const box = useRef<HTMLDivElement>(null);
  const { passed } = usePlayerState(player);
  useEffect(() => {
    const { run: shown } = player.state;
    const before = readBeforeRepair(shown);
    const now = player.layout.moments[passed - 1] ?? -1;
    const isOver = passed === player.layout.moments.length;
    const witnessed = run.tasks.witnessed(task) as Shown | null;
    if (before && now >= before.at && witnessed?.isOver !== true && witnessed?.isOver !== isOver) {
      run.tasks.witness(task, { run: shown, isOver } satisfies Shown);
    }
  }, [player, passed, run, task]);
  const start = () => {
    player.play();
    showModel(box.current);
  };
  return (
    <div ref={box} className={styles.controls} data-next>
      <div className={styles.actions}>
        <Button kind={passed === 0 ? 'primary' : 'plain'} disabled={!isReady} onClick={start}>
          Run the model
        </Button>
        {!isReady && <span className={styles.note}>after your prediction</span>}
      </div>
      <div inert={!isReady}>
        <ModelView player={player} name="segment 2 of 4 lost" />
      </div>
    </div>
  );
}
