import { useId, useState } from 'react';
import type { LabLimits } from '../../protocol/messages/lab-made';
import { Button } from '../../ui/Button';
import { FieldBytes } from './field-bytes';
import styles from './frame-builder.module.css';
import { FrameList } from './frame-list';
import { encodeFrames, type FrameSpec } from './frame-spec';
import { HeaderFigure } from './header-figure';
import { type ConnectionHint, FRESH, judgeFrames, sizeProblem } from './judge';
import { JudgementNote } from './judgement-note';
import { PayloadEditor } from './payload-editor';
import { FRAME_PRESETS, type FramePreset } from './presets';
import { useFrames } from './use-frames';

/** Where to send the frames: on the open connection, or on a new one, with permessage-deflate agreed or not. */
export type SendOn = 'same' | 'new' | 'new-deflate';

interface Props {
  readonly isReady: boolean;
  /** Of the server that the frames go to. */
  readonly limits: LabLimits;
  /** The first is the initial one. */
  readonly presets?: readonly FramePreset[];
  /** The open connection, if any, and its name: "port 51834". */
  readonly connection?: (ConnectionHint & { readonly name: string }) | null;
  /** Before something is asked and answered on the wire, the builder does not say which rules the frames break. */
  readonly isTelling?: boolean;
  readonly onSend: (bytes: Uint8Array, on: SendOn) => void;
}

/** Builds WebSocket frames bit by bit, legal or not; says before sending which rule is broken, if it may. */
export function FrameBuilder(props: Props) {
  const { isReady, limits, presets = FRAME_PRESETS, connection = null, isTelling = true, onSend } = props;
  const where = useId();
  const frames = useFrames(presets[0]!);
  const [wanted, setWanted] = useState<SendOn>('new');
  const on = wanted === 'same' && !connection ? 'new' : wanted;
  const specs: FrameSpec[] = [];
  let problem: string | null = null;
  for (const { ready } of frames.all) {
    if (ready.kind === 'frame') specs.push(ready.spec);
    else problem ??= ready.message;
  }
  const hint = on === 'same' && connection ? connection : { ...FRESH, compresses: on === 'new-deflate' };
  problem ??= sizeProblem(specs, limits.rawBytes);
  const judgement = judgeFrames(specs, limits.messageBytes, hint);
  return (
    <div className={styles.builder} data-layer="websocket" data-next>
      <Presets
        presets={presets}
        chosen={frames.preset}
        onChoose={(preset) => {
          frames.begin(preset);
          if (preset.needsDeflate) setWanted('new-deflate');
          else if (wanted === 'new-deflate') setWanted('new');
        }}
      />
      <FrameList
        frames={frames}
        broken={problem === null && isTelling ? (judgement.broken?.frame ?? null) : null}
      />
      <HeaderFigure
        key={`figure ${frames.current.id}`}
        draft={frames.current.draft}
        onChange={frames.change}
      />
      <PayloadEditor
        key={`payload ${frames.current.id}`}
        draft={frames.current.draft}
        onChange={frames.change}
      />
      {problem === null && <FieldBytes specs={specs} />}
      <JudgementNote problem={problem} judgement={isTelling ? judgement : null} specs={specs} />
      <div className={styles.line}>
        <label className={styles.label} htmlFor={where}>
          Send on
        </label>
        <select
          id={where}
          className={styles.select}
          value={on}
          onChange={({ target }) => setWanted(target.value as SendOn)}
        >
          <option value="new">a new connection</option>
          <option value="new-deflate">a new one, with permessage-deflate</option>
          {connection && <option value="same">the same connection, {connection.name}</option>}
        </select>
      </div>
      <div>
        <Button
          kind="primary"
          disabled={!isReady || problem !== null || specs.length === 0}
          onClick={() => onSend(encodeFrames(specs), on)}
        >
          {specs.length === 1 ? 'Send this frame' : `Send these ${specs.length} frames`}
        </Button>
      </div>
    </div>
  );
}

interface PresetsProps {
  readonly presets: readonly FramePreset[];
  /** Null once it has been changed. */
  readonly chosen: string | null;
  readonly onChoose: (preset: FramePreset) => void;
}

function Presets({ presets, chosen, onChoose }: PresetsProps) {
  const id = useId();
  if (presets.length < 2) return null;
  return (
    <div className={styles.line}>
      <label className={styles.label} htmlFor={id}>
        Begin with
      </label>
      <select
        id={id}
        className={styles.select}
        value={chosen ?? ''}
        onChange={({ target }) => {
          const preset = presets.find(({ name }) => name === target.value);
          if (preset) onChoose(preset);
        }}
      >
        {chosen === null && <option value="">frames of your own</option>}
        {presets.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}
