import { useState } from 'react';
import type { LabSocketIo } from '../../lab/socket-io';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import type { ControlsProps, Step } from '../define';
import { openClient } from '../parts/socket-io';
import { useLesson } from '../use-lesson';
import { missingDelivery } from './goals';
import styles from './socketio.module.css';

const DELIVER = 'deliver';
const TRANSPORTS = {
  both: undefined,
  websocket: ['websocket'],
  polling: ['polling'],
} as const;

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Deliver it anyway',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        With <code>transports</code> you choose what a client may use, and the server can refuse upgrades.
        Find a combination that still delivers.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: DELIVER,
      title: 'The goal',
      goal: 'With WebSocket blocked by the server, have the upgrade refused, and still deliver one event.',
      Controls,
      missing: missingDelivery,
      hints: [
        'Block first, then connect: a session that has its WebSocket keeps it.',
        'A client that may use only WebSocket has nothing to fall back on. One that may only poll never asks for an upgrade.',
      ],
      showMe: async (lab) => {
        await lab.runServer(null);
        await lab.impair('next', { refusesUpgrades: true });
        try {
          const { io } = await openClient(lab);
          io.emit('delivered', 1);
          await new Promise((resolve) => io.once('delivered', resolve));
        } finally {
          await lab.impair('next', { refusesUpgrades: false });
        }
      },
    },
  ],
  notes: {
    minutes: 3,
    say: 'Let somebody try transports: [“websocket”] first: many tutorials recommend it, and here it fails.',
    ask: 'What do you give up with transports: [“websocket”], and what do you gain?',
    answer:
      'You give up the fallback: where no WebSocket passes, nothing does. You gain a faster start, without polling requests, and need no sticky sessions.',
  },
};

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const [isBlocked, setBlocked] = useState(false);
  const [transports, setTransports] = useState<keyof typeof TRANSPORTS>('both');
  const [client, setClient] = useState<LabSocketIo | null>(null);
  const block = (refusesUpgrades: boolean) => {
    setBlocked(refusesUpgrades);
    void run.tasks.act(task, (lab) => lab.impair('next', { refusesUpgrades }));
  };
  const connect = () =>
    void run.tasks.restart(task, async (lab) => {
      setClient(null);
      await lab.runServer(null);
      await lab.impair('next', { refusesUpgrades: isBlocked });
      const allowed = TRANSPORTS[transports];
      setClient(await openClient(lab, { reconnection: false, ...(allowed && { transports: [...allowed] }) }));
    });
  return (
    <div className={styles.controls} data-next>
      <label className={styles.check}>
        <input type="checkbox" checked={isBlocked} onChange={({ target }) => block(target.checked)} />
        <span>The server refuses upgrades (503)</span>
      </label>
      <SegmentedControl
        label="What the client may use"
        value={transports}
        onChange={setTransports}
        options={[
          { value: 'both', label: 'as usual' },
          { value: 'websocket', label: 'only websocket' },
          { value: 'polling', label: 'only polling' },
        ]}
      />
      <div className={styles.row}>
        <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={connect}>
          Connect
        </Button>
        <Button
          disabled={!client?.io.connected}
          onClick={() => void run.tasks.act(task, () => void client?.io.emit('delivered', 1))}
        >
          Emit an event
        </Button>
      </div>
    </div>
  );
}
