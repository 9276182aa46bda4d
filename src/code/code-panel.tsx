import { useState } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import { cutSessions, openSessions } from '../lab/cut';
import type { LabSession } from '../lab/session';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import { Button } from '../ui/Button';
import { CopyButton } from '../ui/CopyButton';
import { SegmentedControl } from '../ui/SegmentedControl';
import { CodePane } from './code-pane';
import styles from './code-panel.module.css';
import { type CodeDesk, MAX_CLIENTS, SERVER } from './desk';
import { writeShare } from './share';
import { SharedNote } from './shared-note';
import { useDesk } from './use-desk';

export interface CodePanelProps {
  readonly desk: CodeDesk;
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** Runs something in the lab, in the name of whatever it is a part of; all of it anew, or a part of what runs. */
  readonly perform: (work: (lab: LabSession) => Promise<void>, what: 'all' | 'part') => void;
  readonly isReady: boolean;
  /** Why nothing can be run yet, or what there is to know. */
  readonly note?: string | null;
  /** The address of this place, without a fragment: what a link to the code begins with. */
  readonly address: () => string;
}

type Height = 'small' | 'large';

/** Both ends of Socket.IO, as they stand on the wire: the clients at the left, the server at the right. */
export function CodePanel({
  desk,
  capture,
  playback,
  pointing,
  perform,
  isReady,
  note = null,
  address,
}: CodePanelProps) {
  useDesk(desk);
  const [client, setClient] = useState(1);
  const [height, setHeight] = useState<Height>('small');
  const { clients } = desk.texts;
  const shown = Math.min(client, clients.length);
  const parts = { desk, capture, playback, pointing, isReady };
  const run = (program: number) => perform((lab) => desk.run(lab, program), 'part');
  return (
    <section className={styles.panel} aria-label="Code" data-height={height}>
      <header className={styles.bar}>
        <h2 className={styles.title}>Code</h2>
        <Button kind="primary" disabled={!isReady} onClick={() => perform((lab) => desk.runAll(lab), 'all')}>
          {clients.length > 1 ? 'Run all' : 'Run both'}
        </Button>
        {note && <span className={styles.note}>{note}</span>}
        <span className={styles.gap} />
        <Cut capture={capture} perform={perform} />
        <CopyButton
          text={async () => address() + (await writeShare(desk.texts))}
          what="a link to this code"
          label="Share"
        />
        <Button
          kind="quiet"
          className={styles.height}
          aria-pressed={height === 'large'}
          onClick={() => setHeight(height === 'large' ? 'small' : 'large')}
        >
          {height === 'large' ? 'Less code' : 'More code'}
        </Button>
      </header>
      <SharedNote desk={desk} />
      <div className={styles.panes}>
        <CodePane
          key={`client ${shown}`}
          {...parts}
          program={shown}
          label={`Client ${shown}`}
          onRun={() => run(shown)}
          onStop={() => desk.stop(shown)}
          head={
            <span className={styles.clients}>
              {clients.length > 1 ? (
                <SegmentedControl
                  label="Which client"
                  value={String(shown)}
                  onChange={(value) => setClient(Number(value))}
                  options={clients.map((_, at) => ({
                    value: `${at + 1}`,
                    label: at === 0 ? 'Client 1' : `${at + 1}`,
                  }))}
                />
              ) : (
                <h3 className={styles.name}>Client</h3>
              )}
              {clients.length < MAX_CLIENTS && (
                <Button
                  kind="quiet"
                  aria-label="Add a client"
                  onClick={() => {
                    desk.addClient();
                    setClient(clients.length + 1);
                  }}
                >
                  +
                </Button>
              )}
              {clients.length > 1 && (
                <Button
                  kind="quiet"
                  aria-label={`Remove client ${clients.length}`}
                  onClick={() => desk.removeClient()}
                >
                  −
                </Button>
              )}
            </span>
          }
        />
        <CodePane
          {...parts}
          program={SERVER}
          label="Server"
          onRun={() => run(SERVER)}
          onStop={() => perform((lab) => desk.stopServer(lab), 'part')}
          head={<h3 className={styles.name}>Server</h3>}
        />
      </div>
    </section>
  );
}

/** Breaks the wire under all sessions that are open. */
function Cut({ capture, perform }: Pick<CodePanelProps, 'capture' | 'perform'>) {
  useRevision(capture);
  const canCut = openSessions({ capture }).length > 0;
  const cut = (how: 'reset' | 'black hole') => perform((lab) => cutSessions(lab, how), 'part');
  return (
    <fieldset className={styles.cut} disabled={!canCut}>
      <legend>Cut the wire</legend>
      <Button kind="quiet" onClick={() => cut('reset')}>
        with a reset
      </Button>
      <Button kind="quiet" onClick={() => cut('black hole')}>
        in silence
      </Button>
    </fieldset>
  );
}
