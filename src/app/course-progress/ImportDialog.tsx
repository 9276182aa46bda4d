import { type ChangeEvent, useId, useState } from 'react';
import { lessons } from '../../lessons';
import {
  type FileReading,
  MAX_FILE_BYTES,
  type ProgressOfAll,
  readFile,
  TOO_LARGE,
} from '../../lessons/progress-file';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { allProgress, putProgress } from './all-progress';
import styles from './ProgressTools.module.css';

interface Props {
  readonly onClose: () => void;
  /** Called with the change and the old progress. */
  readonly onImported: (said: string, before: ProgressOfAll) => void;
}

/** Replaces the current progress by that of a file, after showing what is in it. */
export default function ImportDialog({ onClose, onImported }: Props) {
  const input = useId();
  const [reading, setReading] = useState<FileReading | null>(null);
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    setReading(file ? await readingOf(file) : null);
  };
  return (
    <Dialog title="Import progress" onClose={onClose}>
      <div className={styles.dialog}>
        <label htmlFor={input}>A file that “Export progress” wrote, here or in another browser:</label>
        <input
          id={input}
          className={styles.file}
          type="file"
          accept=".json,application/json"
          onChange={choose}
        />
        <div role="status" className={styles.what}>
          {reading?.kind === 'refused' && (
            <p className={styles.refused}>{reading.why} Nothing was changed.</p>
          )}
          {reading?.kind === 'ok' && <Replacing reading={reading} />}
        </div>
        {reading?.kind === 'ok' && (
          <div className={styles.actions}>
            <Button
              kind="primary"
              onClick={() => {
                const before = allProgress();
                putProgress(reading.lessons);
                onImported(`Progress of ${dayOf(reading.exportedAt)} was imported.`, before);
              }}
            >
              Replace my progress
            </Button>
            <Button onClick={onClose}>Keep my progress</Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function Replacing({ reading }: { readonly reading: FileReading & { readonly kind: 'ok' } }) {
  const here = allProgress();
  return (
    <>
      <p>
        The file was written on {dayOf(reading.exportedAt)}. It has {listed(reading.lessons)}
      </p>
      <p>
        {Object.keys(here).length === 0
          ? 'There is no progress here that it would replace.'
          : `It will replace all that is here: ${listed(here)}`}
      </p>
    </>
  );
}

function listed(all: ProgressOfAll): string {
  const titles = lessons.filter(({ id }) => Object.hasOwn(all, id)).map(({ title }) => `“${title}”`);
  if (titles.length === 0) return 'no progress in any lesson.';
  return `progress in ${titles.length} ${titles.length === 1 ? 'lesson' : 'lessons'}: ${titles.join(', ')}.`;
}

async function readingOf(file: File): Promise<FileReading> {
  if (file.size > MAX_FILE_BYTES) return { kind: 'refused', why: TOO_LARGE };
  try {
    const ids = lessons.map(({ id }) => id);
    return readFile(await file.text(), ids);
  } catch {
    return { kind: 'refused', why: 'The browser could not read the file.' };
  }
}

const dayOf = (instant: string) =>
  new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
