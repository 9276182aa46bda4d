import { useId, useState } from 'react';
import { CopyButton } from '../../ui/CopyButton';
import styles from './handshake.module.css';

/** Sixteen letters as a key: the bytes of the letters in base64. */
export function KeyMaker() {
  const input = useId();
  const [text, setText] = useState('');
  const size = new TextEncoder().encode(text).length;
  const key = size === 16 ? btoa(String.fromCharCode(...new TextEncoder().encode(text))) : null;
  return (
    <div className={styles.changer}>
      <label htmlFor={input} className={styles.note}>
        16 letters of your choice, as base64
      </label>
      <input
        id={input}
        className={styles.key}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <p className={styles.made} aria-live="polite">
        {key === null ? (
          <span className={styles.note}>{size} of 16 bytes</span>
        ) : (
          <>
            <output className={styles.value}>{key}</output> <CopyButton text={key} what="the key" />
          </>
        )}
      </p>
    </div>
  );
}
