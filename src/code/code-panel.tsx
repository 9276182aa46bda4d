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
  /** Runs work in the lab on behalf of the current task: everything again, or a part of what runs. */
  readonly perform: (work: (lab: LabSession) => Promise<void>, what: 'all' | 'part') => void;
  readonly isReady: boolean;
  /** Why nothing can run yet, or another remark. */
  readonly note?: string | null;
  /** The address of this page without a fragment: the start of a link to the code. */
  readonly address: () => string;
}

/** Both ends of Socket.IO, placed as on the wire: clients at the left, the server at the right. */
export function CodePanel(props: CodePanelProps) {
  const { desk, capture, playback, pointing, perform, isReady } = props;
  useDesk(desk);
  const [client, setClient] = useState(1);
  const [isLarge, setLarge] = useState(false);
  const shown = Math.min(client, desk.texts.clients.length);
  const parts = { desk, capture, playback, pointing, isReady };
  const run = (program: number) => perform((lab) => desk.run(lab, program), 'part');
  return (
    <section className={styles.panel} aria-label="Code" data-height={isLarge ? 'large' : 'small'}>
      <Bar panel={props} isLarge={isLarge} setLarge={setLarge} />
      <SharedNote desk={desk} />
      <div className={styles.panes}>
        <CodePane
          key={`client ${shown}`}
          {...parts}
          program={shown}
          label={`Client ${shown}`}
          onRun={() => run(shown)}
          onStop={() => desk.stop(shown)}
          head={<Clients desk={desk} shown={shown} onShow={setClient} />}
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

interface BarProps {
  readonly panel: CodePanelProps;
  readonly isLarge: boolean;
  readonly setLarge: (isLarge: boolean) => void;
}

/** Actions on both ends: run, cut, share. */
function Bar({ panel, isLarge, setLarge }: BarProps) {
  const { desk, capture, perform, isReady, note = null, address } = panel;
  return (
    <header className={styles.bar}>
      <h2 className={styles.title}>Code</h2>
      <Button kind="primary" disabled={!isReady} onClick={() => perform((lab) => desk.runAll(lab), 'all')}>
        {desk.texts.clients.length > 1 ? 'Run all' : 'Run both'}
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
        aria-pressed={isLarge}
        onClick={() => setLarge(!isLarge)}
      >
        {isLarge ? 'Less code' : 'More code'}
      </Button>
    </header>
  );
}

interface ClientsProps {
  readonly desk: CodeDesk;
  readonly shown: number;
  readonly onShow: (client: number) => void;
}

/** Shows, adds and removes clients. */
function Clients({ desk, shown, onShow }: ClientsProps) {
  const { clients } = desk.texts;
  const add = () => {
    desk.addClient();
    onShow(clients.length + 1);
  };
  return (
    <span className={styles.clients}>
      {clients.length > 1 ? (
        <SegmentedControl
          label="Which client"
          value={String(shown)}
          onChange={(value) => onShow(Number(value))}
          options={clients.map((_, at) => ({
            value: `${at + 1}`,
            label: at === 0 ? 'Client 1' : `${at + 1}`,
          }))}
        />
      ) : (
        <h3 className={styles.name}>Client</h3>
      )}
      {clients.length < MAX_CLIENTS && (
        <Button kind="quiet" aria-label="Add a client" onClick={add}>
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
  );
}

/** Cuts the wire of all open sessions. */
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
