import { type ReactNode, useEffect, useState } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { LabSession, LabState } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import type { Decoder } from '../protocol/decoder';
import { formatBytes } from '../stage/format';
import { Button } from '../ui/Button';
import styles from './LabNotice.module.css';

interface Props {
  readonly lab: LabSession;
  readonly capture: Capture;
  /** Whether this lab replaced one that ended. */
  readonly isRenewed: boolean;
}

/** Says what blocks the wire and what is being done about it; empty when all is well. */
export function LabNotice({ lab, capture, isRenewed }: Props) {
  const state = useLabState(lab);
  return (
    <div role="status">
      {state.kind === 'ready' ? (
        <CaptureNotice capture={capture} isRenewed={isRenewed} />
      ) : (
        <StateNotice state={state} onRetry={() => lab.retry()} />
      )}
    </div>
  );
}

function StateNotice({ state, onRetry }: { readonly state: LabState; readonly onRetry: () => void }) {
  const retry = <Button onClick={onRetry}>Try now</Button>;
  if (state.kind === 'opening') {
    return (
      <Notice kind="passing" title="Opening your lab" text="A private place on the server, just for you." />
    );
  }
  if (state.kind === 'feed-lost') {
    return (
      <Notice
        kind="passing"
        title="The feed broke off"
        text="The server keeps what happens meanwhile, and sends it as soon as this page is back. It is trying."
        action={retry}
      />
    );
  }
  if (state.kind === 'server-gone') {
    return (
      <Notice
        kind="trouble"
        title="The server does not answer"
        text="It was stopped, or the network is away. What you see here stays, and the page asks again every few seconds. If you run the server yourself, start it again."
        action={retry}
      />
    );
  }
  if (state.kind === 'expired') {
    return (
      <Notice
        kind="passing"
        title="Your lab has ended"
        text="The server was restarted, or nobody had watched the lab for a while. A new one is being made."
      />
    );
  }
  if (state.kind === 'refused') {
    return (
      <Notice
        kind="trouble"
        title="The server gave you no lab"
        text={`${state.message} The page asks again every 20 seconds.`}
        action={retry}
      />
    );
  }
  return null;
}

function CaptureNotice({ capture, isRenewed }: Pick<Props, 'capture' | 'isRenewed'>) {
  useRevision(capture);
  const [isRead, setRead] = useState(false);
  const [readMissed, setReadMissed] = useState(0);
  const dismiss = (read: () => void) => <Button onClick={read}>I see</Button>;
  if (capture.fullAt !== null) {
    return (
      <Notice
        kind="trouble"
        title="The page is full"
        text="It keeps what it has, and takes in no more. Traffic goes on unseen. Reload for an empty stage."
        action={<Button onClick={() => location.reload()}>Reload</Button>}
      />
    );
  }
  if (capture.decoder.heldUp === 'failed') return <HeldUpNotice decoder={capture.decoder} />;
  if (capture.missed.length > readMissed) {
    const bytes = capture.missed.reduce((sum, missed) => sum + missed.bytes, 0);
    const records = capture.missed.reduce((sum, missed) => sum + missed.records, 0);
    return (
      <Notice
        kind="trouble"
        title="Some traffic is missing here"
        text={`${records} reads and writes (${formatBytes(bytes)}) came while this page could not keep up. They did happen; connections that lost bytes cannot be decoded from there on.`}
        action={dismiss(() => setReadMissed(capture.missed.length))}
      />
    );
  }
  if (isRenewed && !isRead) {
    return (
      <Notice
        kind="passing"
        title="This is a new lab"
        text="Your old one had ended: the server was restarted, or nobody had watched it for a while. Its traffic is gone from the stage, and the clock begins at zero."
        action={dismiss(() => setRead(true))}
      />
    );
  }
  return null;
}

const RETRY_MS = 5000;

/** Traffic has come that is compressed, or of a protocol that is rarely met, and what reads it could not be fetched. */
function HeldUpNotice({ decoder }: { readonly decoder: Decoder }) {
  useEffect(() => {
    const timer = setInterval(() => decoder.retry(), RETRY_MS);
    return () => clearInterval(timer);
  }, [decoder]);
  return (
    <Notice
      kind="trouble"
      title="A part of the page is missing"
      text="The server did not send what reads this traffic. Traffic from here on is kept, and shown as soon as that part has come. The page asks again every few seconds."
      action={<Button onClick={() => decoder.retry()}>Try now</Button>}
    />
  );
}

interface NoticeProps {
  readonly kind: 'passing' | 'trouble';
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

function Notice({ kind, title, text, action }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind}>
      <p>
        <strong>{title}.</strong> {text}
      </p>
      {action}
    </div>
  );
}
