import { useCallback, useRef, useState } from 'react';
import type { Capture } from '../capture/capture';
import type { LabSession } from '../lab/session';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import { ClientPane } from './client-pane';
import { ClientTabs } from './client-tabs';
import { CodePane, type PanelParts } from './code-pane';
import styles from './code-panel.module.css';
import { ConsoleView } from './console-view';
import { type CodeDesk, SERVER } from './desk';
import type { CodeEditorHandle } from './editor/code-editor';
import { PagesPart } from './pages-part';
import { PanelBar } from './panel-bar';
import { SharedNote } from './shared-note';
import { useDesk } from './use-desk';
import { useToPacket } from './use-to-packet';

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
  const shown = Math.min(client, desk.texts.clients.length);
  const parts = { desk, capture, playback, pointing, isReady };
  const { isShared, clients } = desk.texts;
  const run = (program: number) => perform((lab) => desk.run(lab, program), 'part');
  /** One text for all runs as all. */
  const runText = () =>
    isShared
      ? perform(async (lab) => {
          for (const at of clients.keys()) await desk.run(lab, at + 1);
        }, 'part')
      : run(shown);
  return (
    <section className={styles.panel} aria-label="Code">
      <PanelBar panel={props} />
      <SharedNote desk={desk} />
      <div className={styles.panes}>
        <ClientPane
          {...{ parts, shown }}
          onShow={setClient}
          head={<ClientTabs desk={desk} shown={shown} onShow={setClient} />}
          onRun={runText}
        />
        <ServerPane
          parts={parts}
          onRun={() => run(SERVER)}
          onStop={() => perform((lab) => desk.stopServer(lab), 'part')}
        />
      </div>
      <PagesPart parts={parts} onRun={run} />
    </section>
  );
}

interface ServerPaneProps {
  readonly parts: PanelParts;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

function ServerPane({ parts, onRun, onStop }: ServerPaneProps) {
  const { desk, capture, playback, pointing } = parts;
  const editor = useRef<CodeEditorHandle>(null);
  const toLine = useCallback((line: number) => editor.current?.goToLine(line), []);
  return (
    <CodePane
      {...{ ...parts, editor, onRun, onStop }}
      program={SERVER}
      label="Server"
      head={<h3 className={styles.name}>Server</h3>}
    >
      <div className={styles.below}>
        <div className={styles.consoles}>
          <ConsoleView
            {...{ desk, capture, playback }}
            program={SERVER}
            label="Server"
            hasHead={false}
            onLine={toLine}
            onPacket={useToPacket(pointing)}
          />
        </div>
      </div>
    </CodePane>
  );
}
