import { useId, useState } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { bytes } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './connection.module.css';
import { writesText } from './plain';
import { writeOn } from './writes';

const WRITE_NAMES = ['First', 'Second', 'Third', 'Fourth'];
const PAUSES = [0, 50, 100, 300];
const GATHERS = [0, 50, 200, 1000];
const READS = [0, 1, 2, 4];

/** Up to four writes, the pause between them, and what the lab does to the server's reads. */
export function WriteControl({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const [texts, setTexts] = useState(['', '', '', '']);
  const [gapMs, setGapMs] = useState(100);
  const [gatherMs, setGatherMs] = useState(0);
  const [readBytes, setReadBytes] = useState(0);
  const written = texts.filter((text) => text !== '');
  const size = new TextEncoder().encode(written.join('')).length;
  const send = () => run.tasks.restart(task, (lab) => writeOn(lab, { texts, gapMs, gatherMs, readBytes }));
  return (
    <div className={styles.controls} data-next>
      <fieldset className={styles.texts}>
        <legend>Your writes, on a new connection</legend>
        {texts.map((text, index) => (
          <input
            key={WRITE_NAMES[index]}
            aria-label={`${WRITE_NAMES[index]} write`}
            placeholder="–"
            value={text}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) =>
              setTexts(texts.map((old, place) => (place === index ? target.value : old)))
            }
          />
        ))}
      </fieldset>
      <Choice label="Pause between two" options={PAUSES} value={gapMs} onChange={setGapMs} say={pauseText} />
      <Choice
        label="The server reads"
        options={GATHERS}
        value={gatherMs}
        onChange={setGatherMs}
        say={(ms) => (ms === 0 ? 'what is there' : `all that comes in ${ms} ms`)}
      />
      <Choice
        label="In one read at most"
        options={READS}
        value={readBytes}
        onChange={setReadBytes}
        say={(most) => (most === 0 ? 'no limit' : bytes(most))}
      />
      <div className={styles.actions}>
        <Button
          kind="primary"
          disabled={!isReady || written.length === 0 || run.tasks.isBusy(task)}
          onClick={() => void send()}
        >
          Send
        </Button>
        <span className={styles.note}>
          {writesText(written.length)}, {bytes(size)}
        </span>
      </div>
    </div>
  );
}

const pauseText = (ms: number) => (ms === 0 ? 'none' : `${ms} ms`);

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly number[];
  readonly value: number;
  readonly say: (value: number) => string;
  readonly onChange: (value: number) => void;
}

function Choice({ label, options, value, say, onChange }: ChoiceProps) {
  const select = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={select}>{label}</label>
      <select id={select} value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {options.map((option) => (
          <option key={option} value={option}>
            {say(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
