import { type FormEvent, useState } from 'react';
import { WireView } from '../stage';
import { formatMs } from '../timeline/printed-time';
import { useHappened } from '../timeline/use-happened';
import { Button } from '../ui/Button';
import type { PageProps } from './App';
import { CloseUp } from './CloseUp';
import styles from './Greeting.module.css';
import { useGreetingSocket } from './use-greeting-socket';

/** As many sentences as fit below the wire on a laptop. */
const SENTENCES = 5;
/** How many units back the student's newest frame is searched for. */
const REMEMBERED = 40;

/** The page's own live connection: its cable, a line to send, the newest bytes, and the events in plain sentences. */
export function Greeting({ lab, instrument }: PageProps) {
  const socket = useGreetingSocket(lab);
  const happened = useHappened(instrument.capture, instrument.playback, REMEMBERED);
  const [text, setText] = useState('Hello');
  const { capture, playback, pointing } = instrument;
  const { decoder } = capture;
  const send = (event: FormEvent) => {
    event.preventDefault();
    // Show what the student has just sent, not an earlier ping.
    playback.goLive();
    socket?.send(text);
  };
  return (
    <>
      <div className={styles.wire}>
        <WireView capture={capture} playback={playback} pointing={pointing} />
        <form className={styles.form} onSubmit={send}>
          <label htmlFor="greeting">Say something over it</label>
          <input
            id="greeting"
            className={styles.input}
            value={text}
            maxLength={200}
            autoComplete="off"
            enterKeyHint="send"
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" kind="primary" disabled={socket === null}>
            Send
          </Button>
        </form>
      </div>
      <div className={styles.closeUp}>
        <CloseUp decoder={decoder} units={happened} />
      </div>
      <div className={styles.happened}>
        <h2 className={styles.heading}>What has just happened</h2>
        <ol>
          {happened.slice(-SENTENCES).map((unit) => (
            <li key={unit.id} data-layer={unit.layer} className={styles.sentence}>
              <time className={styles.time}>{formatMs(unit.at)} ms</time>
              <span>{decoder.sentenceOf(unit)}</span>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
