import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Capture } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import { Button } from '../../ui/Button';
import { copyText } from '../../ui/copy-text';
import styles from './copy-menu.module.css';
import type { CopyFormat } from './formats';

interface Props {
  readonly capture: Capture;
  readonly unit: Unit;
}

/** A button that opens a menu of all copy formats of a unit, and says what was copied. */
export function CopyMenu({ capture, unit }: Props) {
  const [formats, setFormats] = useState<readonly CopyFormat[] | null>(null);
  const [said, setSaid] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const menu = useId();
  const open = async () => {
    const { copyFormats } = await import('./formats');
    setSaid('');
    setFormats(copyFormats(capture, unit));
  };
  const close = () => {
    setFormats(null);
    button.current?.focus();
  };
  const choose = async ({ label, note, text }: CopyFormat) => {
    close();
    const isDone = await copyText(text());
    const what = `${label}${note.startsWith('the first') ? `, ${note}` : ''}`;
    setSaid(isDone ? `Copied: ${what}` : 'The browser did not let it be copied');
  };
  return (
    <span className={styles.place}>
      <span role="status" className={styles.said}>
        {said}
      </span>
      <Button
        ref={button}
        kind="quiet"
        aria-haspopup="menu"
        aria-expanded={formats !== null}
        aria-controls={formats ? menu : undefined}
        onClick={() => (formats ? close() : void open())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || formats) return;
          event.preventDefault();
          void open();
        }}
      >
        Copy
      </Button>
      {formats && <Menu id={menu} formats={formats} onChoose={choose} onClose={close} />}
    </span>
  );
}

interface MenuProps {
  readonly id: string;
  readonly formats: readonly CopyFormat[];
  readonly onChoose: (format: CopyFormat) => void;
  readonly onClose: () => void;
}

function Menu({ id, formats, onChoose, onClose }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    (list.current?.firstElementChild as HTMLElement | null)?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(list.current?.children ?? [])] as HTMLElement[];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) items[next]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label="Copy as"
      tabIndex={-1}
      className={styles.menu}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      {formats.map((format) => (
        <button
          key={format.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={styles.item}
          onClick={() => onChoose(format)}
        >
          {format.label}
          {format.note && <span className={styles.note}>{format.note}</span>}
        </button>
      ))}
    </div>
  );
}
