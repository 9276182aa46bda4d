import { useMemo, useRef } from 'react';
import { ScrubLine, TransportControls, useWidthOf } from '../../../stage';
import { setText } from '../../../ui/set-text';
import { useFollow } from '../../../ui/use-follow';
import styles from './model-view.module.css';
import type { ModelPlayer } from './player';
import { modelTime } from './say';
import { usePlayerState } from './use-player';

/** The transport bar of the live stage, playing the model. */
export function ModelBar({ player, name }: { readonly player: ModelPlayer; readonly name: string }) {
  const { isPlaying, speed, run } = usePlayerState(player);
  const time = useFollow(player.now, (element: HTMLSpanElement, at) => {
    setText(element, `model: ${modelTime(at)}`);
  });
  return (
    <TransportControls
      label={`Playback of the model: ${name}`}
      isRunning={isPlaying}
      speed={speed}
      stepOf="event of the model"
      pauseLabel="Pause the model"
      isNarrow
      onStep={(direction) => player.step(direction)}
      onToggle={() => (isPlaying ? player.pause() : player.play())}
      onSpeed={(to) => player.setSpeed(to)}
    >
      <ModelScrub player={player} key={run.endsAt} />
      <p className={styles.time}>
        <span ref={time} />
      </p>
    </TransportControls>
  );
}

/** The whole run in one line, silence folded as on the ladder, a tick for each instant. */
function ModelScrub({ player }: { readonly player: ModelPlayer }) {
  const line = useRef<HTMLDivElement>(null);
  const width = useWidthOf(line);
  const { passed, run } = usePlayerState(player);
  const { layout } = player;
  const axis = useMemo(() => {
    const [top, bottom] = [layout.toY(0), layout.toY(run.endsAt)];
    const most = Math.max(1, bottom - top);
    return {
      toShare: (at: number) => (layout.toY(Math.max(0, at)) - top) / most,
      toCapture: (share: number) => layout.toTime(top + share * most),
    };
  }, [layout, run]);
  const now = layout.moments[passed - 1] ?? 0;
  return (
    <ScrubLine
      now={player.now}
      axis={axis}
      line={line}
      width={width}
      label="Playhead of the model"
      value={{ most: run.endsAt, now, text: passed === 0 ? 'Before the first event' : modelTime(now) }}
      onSeek={(at) => {
        player.pause();
        player.seek(at);
      }}
      keyMove={(key) => keyMove(key, player)}
    >
      <svg className={styles.ticks} width={width} height={40} aria-hidden="true">
        {layout.moments.map((at) => (
          <rect key={at} x={(axis.toShare(at) * width - 0.75).toFixed(1)} y={12} width={1.5} height={16} />
        ))}
      </svg>
    </ScrubLine>
  );
}

function keyMove(key: string, player: ModelPlayer): (() => void) | null {
  const seek = (at: number) => () => {
    player.pause();
    player.seek(at);
  };
  if (key === 'ArrowRight' || key === 'ArrowUp') return () => player.step(1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return () => player.step(-1);
  if (key === 'Home') return seek(-1);
  if (key === 'End') return seek(player.state.run.endsAt);
  return null;
}
