import { useRef, useState } from 'react';
import type { RawConnection } from '../../lab/session';
import type { ControlsProps } from '../define';
import { FrameBuilder, type SendOn } from '../frame-builder/frame-builder';
import { FRAME_PRESETS, type FramePreset } from '../frame-builder/presets';
import { useLesson } from '../use-lesson';
import { openByHand } from './open-by-hand';
import { ServerAnswer } from './server-answer';

interface Props extends ControlsProps {
  /** The name of the preset to begin with; by default the first. */
  readonly begin?: string;
  /** One plain frame to begin with, and no others to choose from: for goals. */
  readonly isBare?: boolean;
}

interface Open {
  readonly raw: RawConnection;
  readonly compresses: boolean;
  /** What went on it after the handshake. */
  readonly sent: Uint8Array;
}

/** The frame builder as a task's own control: its frames go on a raw connection whose handshake was made by hand. */
export function FrameControls({ task, isReady, begin, isBare = false }: Props) {
  const { run, lab } = useLesson();
  const [open, setOpen] = useState<Open | null>(null);
  const newest = useRef<Open | null>(null);
  const note = (next: Open) => {
    newest.current = next;
    setOpen(next);
  };
  const send = (bytes: Uint8Array, on: SendOn) =>
    run.tasks.act(task, async (tracked) => {
      const before = newest.current;
      if (on === 'same' && before) {
        await before.raw.write(bytes);
        note({ ...before, sent: joined(before.sent, bytes) });
        return;
      }
      // One at a time. It may have ended by itself: then nothing is left to end.
      if (before && isOpen(before)) void before.raw.end().catch(() => {});
      const compresses = on === 'new-deflate';
      const raw = await openByHand(tracked, { deflate: compresses });
      note({ raw, compresses, sent: new Uint8Array(0) });
      await raw.write(bytes);
      note({ raw, compresses, sent: bytes });
    });
  const { capture } = run;
  const connectionOf = ({ raw }: Open) => capture.connections.find(({ openedBy }) => openedBy === raw.opener);
  const isOpen = (candidate: Open) => connectionOf(candidate)?.closedAt === null;
  const connection = open ? connectionOf(open) : undefined;
  const presets = isBare ? FRAME_PRESETS.slice(0, 1) : beginningWith(begin);
  return (
    <>
      <FrameBuilder
        isReady={isReady && !run.tasks.isBusy(task)}
        limits={lab.limits}
        presets={presets}
        connection={
          open && isOpen(open)
            ? { compresses: open.compresses, before: open.sent, name: `port ${open.raw.port}` }
            : null
        }
        isTelling={run.tasks.isMet(task)}
        onSend={(bytes, on) => void send(bytes, on)}
      />
      {connection && <ServerAnswer task={task} connection={connection.id} />}
    </>
  );
}

function beginningWith(name: string | undefined): readonly FramePreset[] {
  const first = FRAME_PRESETS.find((preset) => preset.name === name);
  return first ? [first, ...FRAME_PRESETS.filter((preset) => preset !== first)] : FRAME_PRESETS;
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  return all;
}
