import { useId, useState } from 'react';
import type { ControlsProps } from '../define';
import { useLesson } from '../use-lesson';
import { useRealTime } from './delay';
import { costsOf, ranked, type Setting } from './tip';
import styles from './tip-figure.module.css';
import { WAY_NAMES, type Way, waysIn } from './ways';
import { FIVE } from './ways-step';

/** What the student has seen the model say. */
export interface Tried {
  /** Settings that were tried. */
  readonly settings: number;
  /** The first one at which another way than WebSocket needs the fewest bytes. */
  readonly tipped: { readonly way: Way; readonly setting: Setting } | null;
}

const RATES = [0, 1, 2, 5, 10, 30, 60, 360, 3600, 36_000, 72_000];
const SIZES = [10, 48, 100, 500, 1000, 5000, 20_000, 100_000];

/** An hour of an application, computed from the overheads of this run. */
export function TipFigure({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  useRealTime(FIVE);
  const [setting, setSetting] = useState<Setting>({ perHour: { client: 3600, server: 3600 }, textBytes: 48 });
  const costs = waysIn(run.tasks.traffic(FIVE), run).map((measured) => costsOf(run.capture, measured));
  if (costs.length === 0) return null;
  const change = (next: Setting) => {
    setSetting(next);
    const before = run.tasks.witnessed(task) as Tried | null;
    const way = ranked(costs, next)[0]?.way;
    const tipped = before?.tipped ?? (way && way !== 'websocket' ? { way, setting: next } : null);
    run.tasks.witness(task, { settings: (before?.settings ?? 0) + 1, tipped } satisfies Tried);
  };
  const { perHour, textBytes } = setting;
  const rows = ranked(costs, setting);
  const least = rows[0]!;
  const most = rows.at(-1)!;
  return (
    <figure className={styles.frame} data-model aria-label="Model of an hour: computed, not measured">
      <figcaption className={styles.title}>
        MODEL: an hour, computed from the overheads of your run
      </figcaption>
      <fieldset className={styles.inside} disabled={!isReady} data-next="move the sliders">
        <legend className={styles.legend}>The application</legend>
        <Choice
          label="From the server"
          values={RATES}
          value={perHour.server}
          say={rate}
          onChange={(server) => change({ ...setting, perHour: { ...perHour, server } })}
        />
        <Choice
          label="From the browser"
          values={RATES}
          value={perHour.client}
          say={rate}
          onChange={(client) => change({ ...setting, perHour: { ...perHour, client } })}
        />
        <Choice
          label="Text of a message"
          values={SIZES}
          value={textBytes}
          say={size}
          onChange={(bytes) => change({ ...setting, textBytes: bytes })}
        />
      </fieldset>
      {isReady && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">way</th>
              <th scope="col">bytes in the hour</th>
              <th scope="col">compared with the least</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ way, bytes }) => (
              <tr key={way} data-least={way === least.way || undefined}>
                <th scope="row">{WAY_NAMES[way]}</th>
                <td>
                  <span
                    className={styles.bar}
                    style={{ width: `${(bytes / most.bytes) * 100}%` }}
                    aria-hidden="true"
                  />
                  {size(bytes)}
                </td>
                <td>{times(bytes / least.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isReady ? (
        <p className={styles.note}>
          Measured: what your run sent around each message, for each poll and for each handshake. Assumed: one
          connection that stays open, short polling once a second, a held request that is answered after 20 s
          at the latest, a heartbeat every 25 s over WebSocket and Socket.IO.
        </p>
      ) : (
        <p className={styles.note}>The figures come after your prediction.</p>
      )}
    </figure>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly value: number;
  readonly say: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** One of some values on a slider, smallest first. */
function Choice({ label, values, value, say, onChange }: ChoiceProps) {
  const input = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={input}>{label}</label>
      <input
        id={input}
        type="range"
        min={0}
        max={values.length - 1}
        value={values.indexOf(value)}
        aria-valuetext={say(value)}
        onChange={({ target }) => onChange(values[Number(target.value)] ?? value)}
      />
      <output htmlFor={input}>{say(value)}</output>
    </div>
  );
}

/** "1 an hour", "10 a second". */
export function rate(perHour: number): string {
  if (perHour === 0) return 'none';
  if (perHour >= 3600) return `${perHour / 3600} a second`;
  return perHour >= 60 ? `${perHour / 60} a minute` : `${perHour} an hour`;
}

/** "48 B", "1.2 kB", "3.4 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${digits(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${digits(bytes / 1e6)} MB` : `${digits(bytes / 1e9)} GB`;
}

const digits = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US'));

const times = (ratio: number) =>
  ratio < 1.005
    ? 'the least'
    : `× ${ratio < 10 ? ratio.toFixed(2) : Math.round(ratio).toLocaleString('en-US')}`;
