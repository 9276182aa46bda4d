import { hrefOf } from '../ui/address';
import { Dialog } from '../ui/Dialog';
import styles from './KeysDialog.module.css';

/** The keys of the course that `actionOf` reads, in display order. */
const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Pause or resume the stage. The wire itself never pauses.' },
  { keys: ['←', '→'], does: 'To the previous or next unit on the wire' },
  { keys: ['F', 'Shift F'], does: 'To the next or previous fault' },
  { keys: ['N', 'Shift N'], does: 'In your own traffic: to the next or previous fault or notice' },
  { keys: ['L'], does: 'Live: catch up with what is happening now' },
  { keys: ['1', '2', '3', '4'], does: 'Speed: real time, ½, ⅒, explain' },
  {
    keys: ['W', 'A', 'I', 'E'],
    does: 'Open or close wire, ladder, inspector or code; the large one closes the others',
  },
  { keys: ['Tab'], does: 'To the next control; within a list the arrow keys move' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['C'], does: 'Copy the link to what is on the page: step, unit, field, speed' },
  { keys: ['P'], does: 'Start or stop presenting' },
  { keys: ['Ctrl K', '⌘ K'], does: 'Search lessons and glossary' },
  { keys: ['?'], does: 'These keys' },
];

/** The keys while presenting that `presenterActionOf` reads: every slide remote has the first three. */
const PRESENTER_KEYS: typeof KEYS = [
  { keys: ['PgDn'], does: 'Next: lock the answer in, run, go on. Without an answer, the next step' },
  {
    keys: ['1', '2', '3', '4', 'F5'],
    does: 'Choose an answer, and set no speed meanwhile; F5, the start button of a slide remote, chooses the next one',
  },
  { keys: ['PgUp'], does: 'Previous step' },
  { keys: ['B', '.'], does: 'Blank screen: the stage waits until you are back' },
  { keys: ['T'], does: 'Show or hide the text' },
  { keys: ['N'], does: 'Speaker notes, in a second window' },
  { keys: ['S'], does: 'Back to full screen, if the browser has left it' },
  { keys: ['Esc'], does: 'Leave' },
];

/** What each key does. */
export default function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <KeyList keys={KEYS} />
      <h3 className={styles.heading}>While presenting</h3>
      <KeyList keys={PRESENTER_KEYS} />
      <h3 className={styles.heading}>With a class</h3>
      <p>
        <a href={hrefOf('/teach')}>The teacher’s page</a> counts the votes of the room and leads the students’
        pages; students <a href={hrefOf('/class')}>join</a> with the code of the class.
      </p>
    </Dialog>
  );
}

function KeyList({ keys: list }: { readonly keys: typeof KEYS }) {
  return (
    <dl>
      {list.map(({ keys, does }) => (
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
  );
}
