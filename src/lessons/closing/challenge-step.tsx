import { useState } from 'react';
import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import type { ControlsProps, Step } from '../define';
import { endingsOf } from '../parts/endings';
import { type OpenSocket, openSocket } from '../parts/opened';
import { useLesson } from '../use-lesson';
import styles from './closing.module.css';
import { EndingTable } from './ending-table';
import { missingEndings } from './goals';

const THREE = 'three-ends';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Three ends',
  picture: 'ladder',
  Prose() {
    return (
      <p>
        Open connections below, and end them as you like, from either end. What counts is what passed on the
        wire, and what <code>onclose</code> said.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: THREE,
      title: 'The goal',
      goal: 'End one connection cleanly with 1000, one with a code from 4000 to 4999 and a reason, and one so that onclose says 1006.',
      Controls,
      missing: missingEndings,
      hints: [
        'Clean means: a Close frame each way, then the end of TCP.',
        'If no Close frame arrives, you get 1006. Who could end a connection without one?',
        'The server’s reset.',
      ],
      golf: {
        unit: 'connections',
        counts: 'connections that you end',
        least: 3,
        count: (traffic) => endingsOf(traffic).length,
      },
      showMe,
    },
  ],
  notes: {
    minutes: 5,
    say: 'Those who finish early try to produce a frame with 1006: the browser throws, the server’s library refuses, and only bytes by hand can do it, against the protocol.',
    ask: 'Where in your own code would you log the code and the reason, and what would you do differently for each?',
    answer:
      'In the listener of the close event: code, reason and wasClean. 1000 and 1001 are ordinary; after 1006, 1011 or 1012, connect again with growing pauses; after 1002, 1007, 1008 or 1009, fix the program, since the next attempt would end in the same way; 4000 to 4999 mean what your application has agreed on (RFC 6455 §7.4; 1012 is in IANA’s registry).',
  },
};

async function showMe(lab: LabSession): Promise<void> {
  (await openSocket(lab)).socket.close(1000, 'done');
  (await openSocket(lab)).socket.close(4000, 'gone for lunch');
  const { connection } = await openSocket(lab);
  await lab.end(connection.id, { how: 'reset' });
}

type End = 'you' | 'server' | 'reset';

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const [open, setOpen] = useState<OpenSocket | null>(null);
  const [by, setBy] = useState<End>('you');
  const [code, setCode] = useState('');
  const [reason, setReason] = useState('');
  const endings = endingsOf(run.tasks.traffic(task));
  const isOpen = open !== null && open.socket.socket.readyState === WebSocket.OPEN;
  const begin = () => void run.tasks.act(task, async (lab) => setOpen(await openSocket(lab)));
  const end = () =>
    void run.tasks.act(task, async (lab) => {
      if (!open) return;
      const closeCode = code === '' ? undefined : Number(code);
      if (by === 'you') open.socket.close(closeCode, closeCode === undefined ? undefined : reason);
      else if (by === 'reset') await lab.end(open.connection.id, { how: 'reset' });
      else {
        await lab.end(open.connection.id, {
          how: 'close',
          ...(closeCode === undefined ? {} : { closeCode, reason }),
        });
      }
    });
  return (
    <div className={styles.form} data-next>
      {isOpen ? (
        <>
          <SegmentedControl
            label="Who ends it"
            value={by}
            onChange={setBy}
            options={[
              { value: 'you', label: 'You close' },
              { value: 'server', label: 'The server closes' },
              { value: 'reset', label: 'A reset' },
            ]}
          />
          {by !== 'reset' && (
            <div className={styles.row}>
              <label>
                code
                <input
                  className={styles.code}
                  inputMode="numeric"
                  value={code}
                  placeholder="none"
                  onChange={({ target }) => setCode(target.value.replace(/\D/g, '').slice(0, 4))}
                />
              </label>
              <label>
                reason
                <input
                  value={reason}
                  autoComplete="off"
                  disabled={code === ''}
                  placeholder={code === '' ? 'only with a code' : undefined}
                  onChange={({ target }) => setReason(target.value)}
                />
              </label>
            </div>
          )}
          <Button kind="primary" disabled={run.tasks.isBusy(task)} onClick={end}>
            End port {open.connection.client.port}
          </Button>
        </>
      ) : (
        <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={begin}>
          Open a connection
        </Button>
      )}
      <EndingTable endings={endings.filter(({ told }) => told)} />
    </div>
  );
}
