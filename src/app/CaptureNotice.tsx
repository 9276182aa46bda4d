import { useState } from 'react';
import type { Capture } from '../capture/capture';
import { formatBytes } from '../stage/format';
import { Button } from '../ui/Button';
import { Notice } from './Notice';
import { routeOf, usePath } from './router';

interface Props {
  readonly capture: Capture;
  /** Whether its lab replaced one that ended. */
  readonly isRenewed: boolean;
}

/** Says what a capture lacks; empty when it has everything. */
export default function CaptureNotice({ capture, isRenewed }: Props) {
  // The pages of a class show no stage.
  const hasStage = routeOf(usePath()).page !== 'class';
  const [isRead, setRead] = useState(false);
  const [readMissed, setReadMissed] = useState(0);
  const dismiss = (read: () => void) => <Button onClick={read}>Close</Button>;
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
  if (capture.missed.length > readMissed) {
    const bytes = capture.missed.reduce((sum, missed) => sum + missed.bytes, 0);
    const records = capture.missed.reduce((sum, missed) => sum + missed.records, 0);
    return (
      <Notice
        kind="trouble"
        title="Some traffic is missing here"
        text={`Reads and writes missed while this page could not keep up: ${records} (${formatBytes(bytes)}). They did happen; connections that lost bytes cannot be decoded after that.`}
        action={dismiss(() => setReadMissed(capture.missed.length))}
      />
    );
  }
  if (isRenewed && !isRead && hasStage) {
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
