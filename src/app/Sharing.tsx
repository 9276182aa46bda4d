import { useEffect, useRef, useState } from 'react';
import type { LabSession } from '../lab/session';
import { shareWith } from '../lab/sharing';
import type { Sharing as Allowed } from '../protocol/messages/orders';
import { Button } from '../ui/Button';
import styles from './Workbench.module.css';

interface Props {
  readonly lab: LabSession;
  readonly isReady: boolean;
}

const CHOICES: readonly { readonly allow: Allowed; readonly label: string }[] = [
  { allow: 'refuse', label: 'as usual: 403' },
  { allow: 'none', label: 'without a CORS field' },
  { allow: 'any', label: 'allow any origin (*)' },
  { allow: 'origin', label: 'allow the origin that asks' },
  { allow: 'credentials', label: 'allow the origin that asks, with credentials' },
];

/** How the lab answers pages of other origins (CORS), and a page of another origin that asks it. */
export function Sharing({ lab, isReady }: Props) {
  const [allow, setAllow] = useState<Allowed>('refuse');
  const [isTelling, setTelling] = useState(false);
  const [hasCredentials, setCredentials] = useState(false);
  const { ask, said } = useAsking(lab);
  const choose = (next: Allowed) => {
    if (lab.addresses === null) return;
    setAllow(next);
    setTelling(true);
    shareWith(lab.addresses, next)
      .catch(() => setAllow(allow))
      .finally(() => setTelling(false));
  };
  return (
    <details className={styles.rare}>
      <summary>Pages of other origins (CORS)</summary>
      <div className={styles.open}>
        <label className={styles.labelled}>
          <span>The lab answers them</span>
          <select
            className={styles.input}
            value={allow}
            disabled={!isReady || isTelling}
            onChange={({ target }) => choose(CHOICES.find((each) => each.allow === target.value)!.allow)}
          >
            {CHOICES.map((choice) => (
              <option key={choice.allow} value={choice.allow}>
                {choice.label}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={hasCredentials}
            onChange={({ target }) => setCredentials(target.checked)}
          />
          <span>
            Ask with <code>credentials: 'include'</code>
          </span>
        </label>
        <Button disabled={!isReady || isTelling} onClick={() => ask(hasCredentials)}>
          Ask from a page of another origin
        </Button>
        <p role="status" className={styles.empty}>
          {said === null
            ? 'A sandboxed frame asks the echo. Its origin is null, which the lab normally answers without a CORS field.'
            : sentenceOf(said, hasCredentials)}
        </p>
      </div>
    </details>
  );
}

/** What the browser gave the frame. */
type Said = { readonly status: number } | { readonly error: string };

function sentenceOf(said: Said, hasCredentials: boolean): string {
  if ('status' in said) return `The browser gave the frame the response: ${said.status}.`;
  const why = hasCredentials
    ? ' With credentials, the response must name the origin and allow credentials; there was no cookie to send, so the request does not show that credentials were asked for.'
    : ' The notice on the response says why.';
  return `The lab answered, and the browser kept the response from the frame: “${said.error}”.${why}`;
}

/** A frame with an origin of its own, which asks when it is loaded. */
function useAsking({ addresses }: LabSession) {
  const [said, setSaid] = useState<Said | null>(null);
  const frame = useRef<HTMLIFrameElement | null>(null);
  useEffect(() => {
    const take = ({ source, data }: MessageEvent<Said>) => {
      if (frame.current === null || source !== frame.current.contentWindow) return;
      setSaid('status' in data ? { status: Number(data.status) } : { error: String(data.error) });
      frame.current.remove();
      frame.current = null;
    };
    addEventListener('message', take);
    return () => {
      removeEventListener('message', take);
      frame.current?.remove();
    };
  }, []);
  const ask = (hasCredentials: boolean) => {
    if (addresses === null) return;
    frame.current?.remove();
    const asking = document.createElement('iframe');
    asking.hidden = true;
    asking.sandbox.add('allow-scripts');
    asking.title = 'A page of another origin';
    asking.src = `${addresses.http}/frame/ask${hasCredentials ? '?credentials=include' : ''}`;
    frame.current = asking;
    document.body.append(asking);
  };
  return { ask, said };
}
