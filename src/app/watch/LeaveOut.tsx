import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/Button';
import type { HotReload } from './hot-reload';
import styles from './watch.module.css';

interface Props {
  /** What is left out now. */
  readonly texts: readonly string[];
  readonly onChange: (texts: readonly string[]) => void;
  /** Tools whose hot reload was seen. */
  readonly tools: readonly HotReload[];
  /** How much that is, in words; empty when nothing is left out. */
  readonly hidden: string;
}

/** Leaves requests out of the stage and the list, by their path, and what they opened. */
export function LeaveOut({ texts, onChange, tools, hidden }: Props) {
  const [text, setText] = useState('');
  const add = (more: readonly string[]) => onChange([...new Set([...texts, ...more])]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    add([text.trim()]);
    setText('');
  };
  const offered = tools.filter((tool) => !tool.texts.every((each) => texts.includes(each)));
  return (
    <div className={styles.leaveOut}>
      <form className={styles.field} onSubmit={submit}>
        <label>
          <span>Leave out requests whose path begins with “/…” or contains a text</span>
          <input
            value={text}
            placeholder="/assets/"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <Button type="submit">Leave out</Button>
      </form>
      {offered.map((tool) => (
        <Button key={tool.tool} onClick={() => add(tool.texts)}>
          Leave out the hot reload of {tool.tool}
        </Button>
      ))}
      {texts.length > 0 && (
        <ul className={styles.texts} aria-label="Left out">
          {texts.map((each) => (
            <li key={each}>
              <code>{each}</code>
              <Button
                kind="quiet"
                aria-label={`Show ${each} again`}
                onClick={() => onChange(texts.filter((other) => other !== each))}
              >
                Show again
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={styles.noted}>
        {hidden}
      </p>
    </div>
  );
}
