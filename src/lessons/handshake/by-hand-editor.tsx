import type { ControlsProps } from '../define';
import { RawEditor } from '../parts/raw-editor';
import { handshakeText } from '../parts/requests';
import { useLesson } from '../use-lesson';

/** A handshake that lacks only its key. */
export default function Editor({ task, isReady }: ControlsProps) {
  const { lab } = useLesson();
  if (!lab.addresses) return null;
  return (
    <div data-next="write the key">
      <RawEditor task={task} isReady={isReady} template={handshakeText(lab.addresses, { key: '' })} />
    </div>
  );
}
