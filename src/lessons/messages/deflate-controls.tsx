import { useId, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { type OpenSocket, openSocket } from '../parts/opened';
import { bytes } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './messages.module.css';

/** The student's message, sent by the browser on one permessage-deflate connection that stays open and keeps its context. */
export function DeflateControls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const id = useId();
  const [text, setText] = useState('Hello');
  const open = useRef<OpenSocket | null>(null);
  const send = () =>
    run.tasks.act(task, async (lab) => {
      if (open.current?.socket.socket.readyState !== WebSocket.OPEN) {
        open.current = await openSocket(lab, { deflate: true });
      }
      open.current.socket.send(text);
    });
  return (
    <div className={styles.editor} data-next>
      <label htmlFor={id} className={styles.label}>
        Your message
      </label>
      <textarea
        id={id}
        className={styles.text}
        rows={3}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <p className={styles.label}>{bytes(new TextEncoder().encode(text).length)} in UTF-8.</p>
      <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={() => void send()}>
        Send this message
      </Button>
    </div>
  );
}
