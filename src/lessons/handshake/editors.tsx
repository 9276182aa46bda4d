import type { ControlsProps } from '../define';
import { RawEditor } from '../parts/raw-editor';
import { handshakeText } from '../parts/requests';
import { useLesson } from '../use-lesson';
import { KeyMaker } from './key-maker';

/** A handshake to send by hand: complete, or without its key. */
export default function Editors(props: ControlsProps) {
  return props.task === 'make-426' ? <CompleteEditor {...props} /> : <OwnEditor {...props} />;
}

function CompleteEditor({ task, isReady }: ControlsProps) {
  const { lab } = useLesson();
  if (!lab.addresses) return null;
  return <RawEditor task={task} isReady={isReady} template={handshakeText(lab.addresses)} />;
}

function OwnEditor({ task, isReady }: ControlsProps) {
  const { lab } = useLesson();
  if (!lab.addresses) return null;
  return (
    <>
      <KeyMaker />
      <RawEditor task={task} isReady={isReady} template={handshakeText(lab.addresses, { key: '' })} />
    </>
  );
}
