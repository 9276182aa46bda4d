import { useEffect, useState } from 'react';
import type { LabSession } from '../../lab/session';
import { type Selection, useSelected } from '../../timeline/pointing';
import { Button } from '../../ui/Button';
import type { ControlsProps, Step } from '../define';
import type { LessonRun } from '../lesson-run';
import { type OpenSocket, openSocket, untilCaptured } from '../parts/opened';
import { pointAt, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { missingBorder } from './goals';
import styles from './upgraded.module.css';

const BORDER = 'border';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Find the border',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Send a text over a connection of your own, and then select the border: a message in the{' '}
        <strong>Ladder</strong>, and the right line of it in the <strong>Inspector</strong>.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: BORDER,
      title: 'The goal',
      goal: 'Send the text “hi” over an upgraded connection, and select the empty line with which the last HTTP message on it ends.',
      Controls,
      missing: (traffic, run) => missingBorder(traffic, run.tasks.witnessed(BORDER) as Selection | null),
      hints: [
        'Who has the last word in HTTP on this connection?',
        'The 101 response ends with an empty line: the two bytes 0d 0a.',
      ],
      showMe,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Let one student point at the projector with a stick, and one select it. They rarely agree at once: request or response?',
    ask: 'Which single byte, if your browser left it out at the end of its request, would leave the server without an answer?',
    answer:
      'The last byte of the empty line, 0a: without it, the header section is not over (RFC 9112 §2.1), and the server waits for more until it gives up. If it were missing in the 101, the browser would wait, and the server would already be speaking WebSocket.',
  },
};

async function showMe(lab: LabSession, run: LessonRun): Promise<void> {
  const { socket } = await openSocket(lab);
  socket.send('hi');
  const switched = await untilCaptured(
    lab.capture,
    () => switchedOf(run.tasks.shownTraffic(BORDER)) ?? undefined,
  );
  run.select(pointAt(lab.capture, switched.response, 'Empty line'));
}

function Controls({ task, isReady }: ControlsProps) {
  const { run, pointing } = useLesson();
  const selected = useSelected(pointing);
  const [open, setOpen] = useState<OpenSocket | null>(null);
  const [text, setText] = useState('');
  useEffect(() => run.tasks.witness(task, selected), [run, task, selected]);
  const isOpen = open !== null && open.socket.socket.readyState === WebSocket.OPEN;
  if (!isOpen) {
    const begin = () => void run.tasks.act(task, async (lab) => setOpen(await openSocket(lab)));
    return (
      <div data-next>
        <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={begin}>
          Open a WebSocket
        </Button>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      data-next
      onSubmit={(event) => {
        event.preventDefault();
        void run.tasks.act(task, () => open.socket.send(text));
      }}
    >
      <label className={styles.label}>
        Text
        <input
          className={styles.input}
          value={text}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <Button type="submit" kind="primary">
        Send it
      </Button>
    </form>
  );
}
