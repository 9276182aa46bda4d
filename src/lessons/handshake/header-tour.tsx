import type { Field, Unit } from '../../protocol/unit';
import { usePointed, useSelected } from '../../timeline/pointing';
import { LaterNote } from '../../ui/LaterNote';
import { useLater } from '../../ui/later';
import { Phrase, terms } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './handshake.module.css';

/** Every header field of a message by name; explains the one that is pointed at or selected. */
export function HeaderTour({ unit }: { readonly unit: Unit }) {
  const { run, pointing } = useLesson();
  const pointed = usePointed(pointing);
  const selected = useSelected(pointing);
  const fields = run.capture.decoder.fieldsOf(unit).filter(({ term }) => term.startsWith('header-'));
  const shown = pointed?.unit === unit && pointed.range ? pointed : selected;
  const current = fields.find(
    (field) => shown?.unit === unit && shown.range?.start === field.start && shown.range.end === field.end,
  );
  return (
    <div className={styles.tour}>
      <ul className={styles.names} aria-label={`The ${fields.length} header fields`}>
        {fields.map((field) => (
          <li key={field.start}>
            <Phrase unit={unit} range={{ start: field.start, end: field.end }}>
              {field.name}
            </Phrase>
          </li>
        ))}
      </ul>
      {current ? <Explained field={current} /> : <Hint />}
    </div>
  );
}

/** What the names do, and what the part is for in which their bytes are. */
function Hint() {
  return (
    <p className={styles.note}>
      Select a name to read what it says. The <strong>Inspector</strong> takes apart what is selected: its
      fields, its bytes, and the layers around it.
    </p>
  );
}

function Explained({ field }: { readonly field: Field }) {
  const state = useLater(terms);
  return (
    <div className={styles.explained}>
      <p className={styles.value}>{field.value}</p>
      <p>
        {state.kind === 'here' ? (
          state.part.termOf(field.term).text
        ) : (
          <LaterNote what="the explanation" later={terms} state={state} />
        )}
      </p>
      <p className={styles.note}>{field.spec}</p>
    </div>
  );
}
