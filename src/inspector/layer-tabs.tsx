import { type KeyboardEvent, useRef } from 'react';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';
import { layerPath } from './layer-path';
import styles from './layer-tabs.module.css';

interface Props {
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly unit: Unit;
  /** Id of the panel that they switch. */
  readonly panel: string;
  /** Whether the last tab, the line of code, is shown. */
  readonly isCode: boolean;
  readonly onCode: (isCode: boolean) => void;
}

/** The layers of the selected unit as tabs, outside in: a tab selects the unit of its layer. */
export function LayerTabs({ decoder, pointing, unit, panel, isCode, onCode }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const path = layerPath(decoder, unit);
  const place = isCode ? path.length : path.indexOf(unit);
  const show = (next: number) => {
    const other = path[next];
    onCode(!other);
    if (other) pointing.select({ unit: other, range: null });
  };
  const moveTo = (event: KeyboardEvent, next: number) => {
    if (next < 0 || next > path.length) return;
    event.preventDefault();
    show(next);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') moveTo(event, place + 1);
    if (event.key === 'ArrowLeft') moveTo(event, place - 1);
    if (event.key === 'Home') moveTo(event, 0);
    if (event.key === 'End') moveTo(event, path.length);
  };
  return (
    <div ref={list} role="tablist" aria-label="Layers, outside in" className={styles.tabs}>
      {path.map((other, index) => (
        <button
          key={other.id}
          type="button"
          role="tab"
          id={`${panel}-${other.layer}`}
          aria-controls={panel}
          aria-selected={index === place}
          tabIndex={index === place ? 0 : -1}
          className={styles.tab}
          data-layer={other.layer}
          onClick={() => show(index)}
          onKeyDown={onKeyDown}
          onPointerEnter={() => pointing.point({ unit: other, range: null })}
          onPointerLeave={() => pointing.point(null)}
        >
          {layerOf(other.layer).shortName}
        </button>
      ))}
      <button
        type="button"
        role="tab"
        id={`${panel}-code`}
        aria-controls={panel}
        aria-selected={isCode}
        tabIndex={isCode ? 0 : -1}
        className={styles.tab}
        onClick={() => show(path.length)}
        onKeyDown={onKeyDown}
      >
        Code
      </button>
    </div>
  );
}
