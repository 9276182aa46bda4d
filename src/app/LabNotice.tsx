import { lazy, Suspense, useEffect } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { LabSession, LabState } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import type { Decoder } from '../protocol/decoder';
import { Button } from '../ui/Button';
import { Notice } from './Notice';

/** Rarely needed, and only while the server answers. */
const CaptureNotice = lazy(() => import('./CaptureNotice').catch(() => ({ default: () => null })));

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
        <OfCapture capture={capture} isRenewed={isRenewed} />
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
        title="The feed was interrupted"
        text="The server keeps what happens meanwhile, and sends it as soon as this page has reconnected. The page is trying now."
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

function OfCapture({ capture, isRenewed }: Pick<Props, 'capture' | 'isRenewed'>) {
  useRevision(capture);
  if (capture.decoder.heldUp === 'failed') return <HeldUpNotice decoder={capture.decoder} />;
  const isComplete = capture.fullAt === null && capture.missed.length === 0;
  return isComplete && !isRenewed ? null : (
    <Suspense>
      <CaptureNotice capture={capture} isRenewed={isRenewed} />
    </Suspense>
  );
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
      text="The part that reads this traffic did not load. Traffic is kept, and shown once it has. The page asks again every few seconds."
      action={<Button onClick={() => decoder.retry()}>Try now</Button>}
    />
  );
}
