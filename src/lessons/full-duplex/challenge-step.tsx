import { useState } from 'react';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import type { ControlsProps, Step } from '../define';
import type { OpenSocket } from '../parts/opened';
import { useLesson } from '../use-lesson';
import styles from './full-duplex.module.css';
import { missingCrossing } from './goals';
import { openSilent } from './ways';

const CROSSING = 'crossing';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Let them cross',
  picture: 'wire',
  Prose() {
    return (
      <p>
        You have the buttons of both ends. What counts is when each message was on its way: while the lab held
        it, as measured at the server.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: CROSSING,
      title: 'The goal',
      goal: 'Have a message from the server on the wire while one of yours still is.',
      Controls,
      missing: missingCrossing,
      hints: [
        'The nearer the ends are, the faster you have to be.',
        'At two seconds each way, there is time to press both buttons.',
      ],
      golf: {
        unit: 'frames',
        counts: 'frames with text, of both sides',
        least: 2,
        count: ({ units }) =>
          units.filter(({ layer, kind }) => layer === 'websocket' && kind === 'text').length,
      },
      showMe: async (lab) => {
        const { socket, connection } = await openSilent(lab, 2000);
        socket.send('from you');
        await lab.say(connection.id, { text: 'from the server' });
      },
    },
  ],
  notes: {
    minutes: 3,
    say: 'Two people, one button each, one count to three.',
    ask: 'You will not see this on a cable on which your browser speaks HTTP/1.1. Why not?',
    answer:
      'A browser sends no further request on a connection before it has the response to the last one, and a message from the server without an open request is not a response (RFC 9112 §9.2). Pipelining would allow requests and responses to cross, but browsers do not use it.',
  },
};

const DELAYS = ['0', '100', '2000'] as const;

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const [delayMs, setDelayMs] = useState<(typeof DELAYS)[number]>('0');
  const [open, setOpen] = useState<OpenSocket | null>(null);
  const isOpen = open !== null && open.socket.socket.readyState === WebSocket.OPEN;
  const begin = () =>
    void run.tasks.act(task, async (lab) => setOpen(await openSilent(lab, Number(delayMs))));
  const choose = (value: (typeof DELAYS)[number]) => {
    setDelayMs(value);
    if (isOpen) void run.tasks.act(task, (lab) => lab.impair(open.connection.id, { delayMs: Number(value) }));
  };
  return (
    <div className={styles.form} data-next>
      <SegmentedControl
        label="How far apart the ends are, each way"
        value={delayMs}
        onChange={choose}
        options={DELAYS.map((value) => ({ value, label: value === '0' ? 'no delay' : `${value} ms` }))}
      />
      {isOpen ? (
        <div className={styles.row}>
          <Button kind="primary" onClick={() => void run.tasks.act(task, () => open.socket.send('from you'))}>
            You send
          </Button>
          <Button
            kind="primary"
            onClick={() =>
              void run.tasks.act(task, (lab) => lab.say(open.connection.id, { text: 'from the server' }))
            }
          >
            The server sends
          </Button>
        </div>
      ) : (
        <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={begin}>
          Open a connection
        </Button>
      )}
    </div>
  );
}
