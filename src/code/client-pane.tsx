import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { CodePane, type PanelParts } from './code-pane';
import styles from './code-panel.module.css';
import { ConsoleChooser } from './console-chooser';
import { ConsoleView } from './console-view';
import type { CodeEditorHandle } from './editor/code-editor';
import { nameOfText } from './texts';
import { useToPacket } from './use-to-packet';

interface Props {
  readonly parts: PanelParts;
  /** Whose code is shown. */
  readonly shown: number;
  readonly onShow: (client: number) => void;
  readonly head: ReactNode;
  readonly onRun: () => void;
}

/** Where a program begins with several clients, all their consoles are there from the start; of one page for all, the pages are. */
const ROOMY = '(width >= 1200px)';

/** The code of one client, and below it the consoles of as many as the student wants to see. */
export function ClientPane({ parts, shown, onShow, head, onRun }: Props) {
  const { desk, capture, playback, pointing } = parts;
  const { texts } = desk;
  const clients = texts.clients.map((_, at) => at + 1);
  const [beside, setBeside] = useState<ReadonlySet<number>>(
    () => new Set(clients.length > 1 && !texts.isShared && matchMedia(ROOMY).matches ? clients : []),
  );
  const seen = clients.filter((client) => client === shown || beside.has(client));
  const editor = useRef<CodeEditorHandle>(null);
  const [wanted, setWanted] = useState({ client: 0, line: 0 });
  useEffect(() => {
    if (wanted.client === shown) editor.current?.goToLine(wanted.line);
  }, [wanted, shown]);
  const onPacket = useToPacket(pointing);
  return (
    <CodePane
      key={shown}
      {...{ ...parts, editor, head, onRun }}
      program={shown}
      others={texts.isShared ? clients.filter((client) => client !== shown) : undefined}
      label={nameOfText(texts, shown)}
      onStop={() => {
        for (const client of texts.isShared ? clients : [shown]) desk.stop(client);
      }}
    >
      <div className={styles.below} data-many={seen.length > 1 || undefined}>
        {clients.length > 1 && <ConsoleChooser {...{ clients, shown, beside }} onChange={setBeside} />}
        <div className={styles.consoles}>
          {seen.map((client) => (
            <ClientConsole
              key={client}
              {...{ desk, capture, playback, client, onPacket, onShow }}
              hasHead={seen.length > 1}
              onWanted={setWanted}
            />
          ))}
        </div>
      </div>
    </CodePane>
  );
}

interface ConsoleProps extends Pick<PanelParts, 'desk' | 'capture' | 'playback'> {
  readonly client: number;
  readonly hasHead: boolean;
  readonly onPacket: ReturnType<typeof useToPacket>;
  readonly onShow: (client: number) => void;
  readonly onWanted: (place: { readonly client: number; readonly line: number }) => void;
}

/** The console of a client; a line of it leads to that client's code. */
function ClientConsole({ client, onShow, onWanted, ...rest }: ConsoleProps) {
  const show = useRef(onShow);
  show.current = onShow;
  const toLine = useCallback(
    (line: number) => {
      show.current(client);
      onWanted({ client, line });
    },
    [client, onWanted],
  );
  return <ConsoleView {...rest} program={client} label={`Client ${client}`} onLine={toLine} />;
}
