import { Explanation } from './explanation';
import { FieldButton, More, useListKeys, useSomeFields } from './field-button';
import styles from './field-list.module.css';
import { isSameField, type Parts } from './parts';

/** The fields in wire order. The selected one shows its purpose and its section. */
export function FieldList(parts: Parts) {
  const keys = useListKeys();
  const { shown, left, showMore } = useSomeFields(parts);
  return (
    <div>
      <ul className={styles.fields} aria-label="Fields" {...keys}>
        {shown.map((field) => (
          <li key={`${field.start}-${field.bits?.start ?? ''}-${field.name}`}>
            <FieldButton {...parts} field={field} className={styles.field}>
              <span className={styles.name}>{field.name}</span>
              <span className={styles.value}>{field.value}</span>
            </FieldButton>
            {isSameField(field, parts.open) && <Explanation field={field} />}
          </li>
        ))}
      </ul>
      <More left={left} className={styles.more} onMore={showMore} />
    </div>
  );
}
