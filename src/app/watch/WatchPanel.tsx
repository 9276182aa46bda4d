import { useState } from 'react';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import type { LabSession } from '../../lab/session';
import { useLabState } from '../../lab/use-lab';
import { type Impairment, UNIMPAIRED } from '../../protocol/feed';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { Impairments } from '../Impairments';
import { SaveCapture } from '../save/SaveCapture';
import type { InstrumentParts } from '../use-instrument';
import { ConnectionList } from './ConnectionList';
import styles from './watch.module.css';

interface Props extends InstrumentParts {
  readonly lab: LabSession;
}

/** What is watched, how to use it, what is done to it, and its connections. */
export function WatchPanel({ lab, capture, pointing, playback, viewing }: Props) {
  useRevision(capture, { pace: ROWS });
  const isReady = useLabState(lab).kind === 'ready';
  const watched = lab.addresses?.watched;
  return (
    <section className={styles.panel} aria-label="Watched server">
      <h1 className={styles.title}>{watched ? `Watching ${hostOf(watched.upstream)}` : 'Watching'}</h1>
      {watched && (
        <>
          <p className={styles.lead}>
            Use your app at this address instead of its own. Bytes pass unchanged; what passes is on the
            stage.
          </p>
          <p className={styles.address}>
            <a href={watched.relay} target="_blank" rel="noreferrer">
              {watched.relay}
            </a>
            <CopyButton text={watched.relay} what="the address of the relay" />
          </p>
        </>
      )}
      <Trouble lab={lab} isReady={isReady} key={lab.addresses?.id} />
      {capture.connections.length === 0 && (
        <p className={styles.empty}>
          Nothing has connected yet. Open the address above in a browser, or give it to your client.
        </p>
      )}
      <ConnectionList {...{ lab, capture, pointing, playback, viewing }} />
      <SaveCapture capture={capture} epochMs={() => Date.now() - lab.nowMicros().at / 1000} />
    </section>
  );
}

/** What the relay does to every connection: what happens to the app when the network is bad. */
function Trouble({ lab, isReady }: { readonly lab: LabSession; readonly isReady: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [impairment, setImpairment] = useState<Impairment>(UNIMPAIRED);
  if (!isOpen)
    return (
      <p className={styles.trouble}>
        <Button onClick={() => setOpen(true)} disabled={!isReady}>
          Make the network worse
        </Button>
      </p>
    );
  return (
    <div className={styles.trouble}>
      <Impairments
        to="every connection"
        impairment={impairment}
        limits={lab.limits}
        isDisabled={!isReady}
        onChange={async (change) => {
          await lab.impair('all', change);
          setImpairment({ ...impairment, ...change });
        }}
      />
    </div>
  );
}

const hostOf = (address: string) => new URL(address).host;
