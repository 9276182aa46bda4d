import { Dialog } from '../ui/Dialog';
import styles from './KeysDialog.module.css';

/** The keys of the course, as `actionOf` reads them, in the order in which they are shown. */
const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Pause the stage, or go on. The wire itself never pauses.' },
  { keys: ['←', '→'], does: 'To the previous or next unit on the wire' },
  { keys: ['F', 'Shift F'], does: 'To the next or previous broken rule' },
  { keys: ['L'], does: 'Live: catch up with what is happening now' },
  { keys: ['1', '2', '3', '4'], does: 'Speed: real time, ½, ⅒, explain' },
  { keys: ['Tab'], does: 'To the next control; within a list the arrow keys move' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['?'], does: 'These keys' },
];

/** What each key does. */
export default function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(({ keys, does }) => (
          <div key={does} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
