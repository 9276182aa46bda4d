import { type FormEvent, useEffect, useId, useState } from 'react';
import { readClassCode, spelled } from '../../protocol/messages/class-code';
import { Button } from '../../ui/Button';
import styles from './JoinPage.module.css';
import { joinClass, resumeClass, useClass } from './session';

/** The server takes nicknames of this many characters. */
const NICKNAME_LENGTH = 24;

/** How a student comes in: the code, and a nickname if they like. `code` is that of the address, or null. */
export function JoinPage({ code: given }: { readonly code: string | null }) {
  useEffect(() => resumeClass(), []);
  const now = useClass();
  const [code, setCode] = useState(() => {
    const read = readClassCode(given ?? '');
    return read === null ? (given ?? '') : spelled(read);
  });
  const [nickname, setNickname] = useState('');
  const [codeField, nameField] = [useId(), useId()];
  const join = (event: FormEvent) => {
    event.preventDefault();
    joinClass(code, nickname.trim());
  };
  if (now?.role === 'teacher' && now.state.kind !== 'over') {
    return (
      <div className={styles.page}>
        <h1 className={styles.title}>Join a class</h1>
        <p className={styles.prose}>This tab teaches a class: join as a student in another tab or browser.</p>
      </div>
    );
  }
  if (now?.role === 'student' && now.state.kind !== 'over') {
    return (
      <div className={styles.page}>
        <h1 className={styles.title}>
          {now.state.kind === 'here' ? 'You are in the class' : 'Join a class'}
        </h1>
        <p className={styles.prose}>
          {now.state.kind === 'here' ? (
            <>
              The class calls you <b>{now.said.nickname}</b>. This page goes where your teacher goes. What you
              predict and do is counted for the class; the traffic is your own.
            </>
          ) : (
            'One moment.'
          )}
        </p>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Join a class</h1>
      {now?.state.kind === 'over' && now.state.why !== null && (
        <p className={styles.why} role="alert">
          {now.state.why}
        </p>
      )}
      <form className={styles.form} onSubmit={join}>
        <label htmlFor={codeField}>Code on the projector</label>
        <input
          id={codeField}
          className={`${styles.input} ${styles.code}`}
          value={code}
          required
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <label htmlFor={nameField}>Nickname, if you like</label>
        <input
          id={nameField}
          className={styles.input}
          value={nickname}
          maxLength={NICKNAME_LENGTH}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => setNickname(currentTarget.value)}
        />
        <Button kind="primary" type="submit">
          Join
        </Button>
      </form>
      <p className={styles.prose}>
        Your teacher sees the nickname, where you are in the course, what you predict, which goals you meet,
        and the newest line of your own traffic. Your teacher can be shown all of your traffic: this page says
        so while that lasts, and you can stop it. Nothing is kept after the class.
      </p>
    </div>
  );
}
