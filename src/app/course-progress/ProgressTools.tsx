import { lazy, Suspense, useRef, useState } from 'react';
import { browserStore, type Keeping } from '../../lessons';
import { Button } from '../../ui/Button';
import { allProgress, type ProgressChange, putProgress } from './all-progress';
import styles from './ProgressTools.module.css';

const ImportDialog = lazy(() => import('./ImportDialog'));

const NOT_KEPT: Readonly<Record<Exclude<Keeping, 'kept'>, string>> = {
  forbidden:
    'This browser lets the page keep nothing: progress lasts only for this visit. Export it to keep it.',
  full: 'This browser’s storage is full: what is new lasts only for this visit. Export it to keep it.',
};

interface Props {
  readonly hasProgress: boolean;
  readonly change: ProgressChange | null;
  readonly onChange: (change: ProgressChange | null) => void;
}

/** Export, import, reset and undo of all progress, and a note on whether it is kept. */
export function ProgressTools({ hasProgress, change, onChange }: Props) {
  const [isImporting, setImporting] = useState(false);
  const tools = useRef<HTMLDivElement>(null);
  const { keeping } = browserStore();
  const undo = () => {
    if (change) putProgress(change.before);
    onChange(null);
    // Export is enabled again after a reset is undone.
    requestAnimationFrame(() => tools.current?.querySelector('button')?.focus());
  };
  return (
    <div className={styles.box}>
      {keeping !== 'kept' && <p className={styles.notice}>{NOT_KEPT[keeping]}</p>}
      <div ref={tools} className={styles.tools}>
        <Button kind="quiet" disabled={!hasProgress} onClick={() => void saveFile()}>
          Export progress
        </Button>
        <Button kind="quiet" onClick={() => setImporting(true)}>
          Import …
        </Button>
        <Button
          kind="quiet"
          disabled={!hasProgress}
          onClick={() => {
            const before = allProgress();
            putProgress({});
            onChange({ said: 'All progress was reset.', before });
          }}
        >
          Reset all progress
        </Button>
      </div>
      <div role="status">
        {change && (
          <p className={styles.change}>
            {change.said}{' '}
            <Button autoFocus onClick={undo}>
              Undo
            </Button>
          </p>
        )}
      </div>
      <Suspense>
        {isImporting && (
          <ImportDialog
            onClose={() => setImporting(false)}
            onImported={(said, before) => {
              setImporting(false);
              onChange({ said, before });
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

async function saveFile(): Promise<void> {
  const { writeFile } = await import('../../lessons/progress-file');
  const { name, text } = writeFile(allProgress(), new Date());
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
