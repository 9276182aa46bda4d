import { type FormEvent, useState } from 'react';
import { WireView } from '../stage';
import { formatMs } from '../stage/format';
import { Button } from '../ui/Button';
import type { PageProps } from './App';
import styles from './Greeting.module.css';
import { useGreetingSocket } from './use-greeting-socket';
import { useHappened } from './use-happened';

/** As many sentences as fit under the wire on a laptop. */
const SENTENCES = 6;

/** The page's own connection, live: its cable, what happened on it in plain sentences, and a line to send. */
export function Greeting({ lab, instrument }: PageProps) {
  const socket = useGreetingSocket(lab);
  const happened = useHappened(instrument, SENTENCES);
  const [text, setText] = useState('Hello');
  const { capture, playback, pointing } = instrument;
  const { decoder } = capture;
  const send = (event: FormEvent) => {
    event.preventDefault();
    socket?.send(text);
  };
  return (
    <div className={styles.greeting}>
      <WireView capture={capture} playback={playback} pointing={pointing} />
      <form className={styles.form} onSubmit={send}>
        <label htmlFor="greeting">Say something over it</label>
        <input
          id="greeting"
          className={styles.input}
          value={text}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" kind="primary" disabled={socket === null}>
          Send
        </Button>
      </form>
      <div className={styles.happened}>
        <h2 className={styles.heading}>What has just happened on the wire</h2>
        <ol>
          {happened.map((unit) => (
            <li key={unit.id} data-layer={unit.layer} className={styles.sentence}>
              <time className={styles.time}>{formatMs(unit.at)} ms</time>
              <span>{decoder.sentenceOf(unit)}</span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
