import { useState } from 'react';
import type { Field } from '../protocol/unit';
import { Explanation } from './explanation';
import { FieldButton, More, useListKeys, useSomeFields } from './field-button';
import { httpLines, splitLineEnd } from './http-lines';
import styles from './http-text.module.css';
import { isSameField, type Parts } from './parts';

/** How much of a body is shown at first, and added on each demand, in bytes. */
const BODY_BYTES = 2048;

/** An HTTP message as text, with lines to point at, and optional line ends. */
export function HttpText(parts: Parts) {
  const keys = useListKeys();
  const [hasEnds, setHasEnds] = useState(false);
  const { shown, left, showMore } = useSomeFields(parts);
  return (
    <div className={styles.message} data-lines>
      <button
        type="button"
        className={styles.ends}
        aria-pressed={hasEnds}
        onClick={() => setHasEnds(!hasEnds)}
      >
        line ends <code>\r\n</code>
      </button>
      <ul className={styles.lines} aria-label="Fields" {...keys}>
        {httpLines(shown).map(({ fields, kind }) => (
          <li key={fields[0]!.start} data-kind={kind}>
            {fields.map((field) => (
              <Line key={field.start} {...parts} field={field} kind={kind} hasEnds={hasEnds} />
            ))}
            {fields.map((field) =>
              isSameField(field, parts.open) ? <Explanation key={field.start} field={field} /> : null,
            )}
          </li>
        ))}
      </ul>
      <More left={left} className={styles.ends} onMore={showMore} />
    </div>
  );
}

interface LineProps extends Parts {
  readonly field: Field;
  readonly kind: 'start' | 'field' | 'empty' | 'body';
  readonly hasEnds: boolean;
}

function Line(props: LineProps) {
  const { decoder, unit, field, kind, hasEnds } = props;
  const [bodyBytes, setBodyBytes] = useState(BODY_BYTES);
  const size = field.end - field.start;
  const end = kind === 'body' ? Math.min(field.end, field.start + bodyBytes) : field.end;
  const raw = textOf(decoder.bytesOf(unit, { start: field.start, end }));
  const line = kind === 'body' ? { text: raw, end: '' } : splitLineEnd(raw);
  const colon = kind === 'field' ? line.text.indexOf(':') : -1;
  const isNamed = colon > 0 && line.text.slice(0, colon) === field.name;
  if (field.term === 'space') return <span className={styles.space}>{raw}</span>;
  return (
    <>
      <FieldButton
        {...props}
        className={styles.line}
        label={isNamed ? undefined : `${field.name}: ${field.value}`}
      >
        {isNamed ? (
          <>
            <span className={styles.name}>{field.name}</span>
            {line.text.slice(colon)}
          </>
        ) : kind === 'empty' && line.text === '' ? (
          <span className={styles.empty}>{hasEnds ? '' : 'empty line'}</span>
        ) : (
          line.text
        )}
        {hasEnds && line.end && <span className={styles.end}>{line.end}</span>}
      </FieldButton>
      {kind === 'body' && size > bodyBytes && (
        <button type="button" className={styles.ends} onClick={() => setBodyBytes(bodyBytes * 4)}>
          Show more of {size.toLocaleString('en-US')} bytes
        </button>
      )}
    </>
  );
}

/** Bytes as text; in a binary body, invisible characters are dots. */
function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return text.includes('\u0000') ? text.replace(/[^\x20-\x7e\r\n\t]/g, '·') : text;
}
