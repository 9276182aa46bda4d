import { useRevision } from '../capture/use-capture';
import { cutSessions, openSessions } from '../lab/cut';
import { Button } from '../ui/Button';
import { CopyButton } from '../ui/CopyButton';
import type { CodePanelProps } from './code-panel';
import styles from './code-panel.module.css';
import { writeShare } from './share';

interface Props {
  readonly panel: CodePanelProps;
}

/** Actions on both ends: run, cut, share. */
export function PanelBar({ panel }: Props) {
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
      <Button
        kind="quiet"
        onClick={async () => (await import('./project/download')).downloadProject(desk.texts)}
      >
        Download as a project
      </Button>
      <CopyButton
        text={async () => address() + (await writeShare(desk.texts))}
        what="a link to this code"
        label="Share"
      />
    </header>
  );
}

/** Cuts the wire of all open sessions. */
function Cut({ capture, perform }: Pick<CodePanelProps, 'capture' | 'perform'>) {
  useRevision(capture, { of: () => [openSessions({ capture }).length] });
  const canCut = openSessions({ capture }).length > 0;
  const cut = (how: 'reset' | 'black hole') => perform((lab) => cutSessions(lab, how), 'part');
  return (
    <fieldset className={styles.cut} disabled={!canCut}>
      <legend>Cut the cable</legend>
      <Button kind="quiet" onClick={() => cut('reset')}>
        with a reset
      </Button>
      <Button kind="quiet" onClick={() => cut('black hole')}>
        in silence
      </Button>
    </fieldset>
  );
}
