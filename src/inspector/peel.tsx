import type { CSSProperties, PointerEvent } from 'react';
import type { Capture } from '../capture/capture';
import { layerOf } from '../protocol/layers';
import type { ByteRange, Unit } from '../protocol/unit';
import type { Pointing, Selection } from '../timeline/pointing';
import { type Code, codeOf } from './code-line';
import { litRanges } from './layer-path';
import { isLit } from './parts';
import styles from './peel.module.css';
import { cellOf } from './peel-cells';
import { layOutPeel, type Peel as PeelLayout, type PeelRow } from './peel-layout';
import { chosenAt, pointedAt } from './select-byte';

interface Props {
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly unit: Unit;
  /** What is lit: pointed at, or else selected. */
  readonly lit: Selection | null;
}

/**
 * The layers as nested boxes, each above its bytes on the wire. The field list and the bytes offer the same to the
 * keyboard.
 */
export function Peel({ capture, pointing, unit, lit }: Props) {
  const { decoder } = capture;
  const layout = layOutPeel(decoder, unit);
  const code = codeOf(capture, unit);
  const { rows, columns } = layout;
  const find = (event: PointerEvent, atByte: typeof pointedAt): Selection | null => {
    const { row, at } = (event.target as HTMLElement).dataset;
    const found = row === undefined ? undefined : rows[Number(row)];
    if (!found) return null;
    return at === undefined ? { unit: found.unit, range: null } : atByte(decoder, found.unit, Number(at));
  };
  return (
    <figure className={styles.peel} aria-label={sentenceOf(layout, code)}>
      <div
        className={styles.grid}
        aria-hidden="true"
        style={{ '--columns': columns.length, '--rows': rows.length } as CSSProperties}
        onPointerOver={(event) => pointing.point(find(event, pointedAt))}
        onPointerLeave={() => pointing.point(null)}
        onPointerUp={(event) => {
          const chosen = find(event, chosenAt);
          if (chosen) pointing.select(chosen);
        }}
      >
        {rows.map((row, index) => (
          <Layer
            key={row.unit.id}
            capture={capture}
            layout={layout}
            index={index}
            isSelected={row.unit === unit}
            lit={lit}
          />
        ))}
      </div>
      <p className={styles.code} data-how={code.line?.how ?? 'none'}>
        <span className={styles.label}>{code.line?.how === 'inferred' ? 'Code like this' : 'Your code'}</span>
        {code.line ? (
          <code className={styles.line}>{code.line.text}</code>
        ) : (
          <span className={styles.note}>{code.note}</span>
        )}
      </p>
      {rows.some(({ from }) => from === null) && (
        <p className={styles.note}>
          Decompression or base64 lies between: from there inwards, no byte corresponds to a single byte on
          the wire, so all of them are lit together.
        </p>
      )}
    </figure>
  );
}

interface LayerProps {
  readonly capture: Capture;
  readonly layout: PeelLayout;
  readonly index: number;
  readonly isSelected: boolean;
  readonly lit: Selection | null;
}

function Layer({ capture, layout, index, isSelected, lit }: LayerProps) {
  const { rows } = layout;
  const row = rows[index]!;
  const { layer } = row.unit;
  const ranges = litRanges(capture.decoder, row.unit, lit);
  // Pointing at a whole unit lights its box.
  const isPointed = lit?.unit === row.unit && lit.range === null;
  const depth = rows.length - index;
  const box = placeOf(row.start, row.end, `${index + 1} / ${rows.length + depth + 1}`);
  return (
    <>
      <span className={styles.label} data-layer={layer} data-row={index} style={{ gridRow: index + 1 }}>
        {layerOf(layer).shortName}
        {row.count > 1 && <small> {row.count}</small>}
      </span>
      <span
        className={styles.box}
        data-layer={layer}
        data-row={index}
        data-selected={isSelected}
        data-pointed={isPointed}
        style={{ ...box, '--depth': depth } as CSSProperties}
      />
      {row.from === null ? (
        <span
          className={styles.whole}
          data-layer={layer}
          data-row={index}
          data-lit={ranges.length > 0}
          style={placeOf(row.start, row.end, `${index + 1}`)}
        >
          {wholeText(capture, row)}
        </span>
      ) : (
        <Cells {...{ capture, layout, index, ranges }} from={row.from} />
      )}
    </>
  );
}

interface CellsProps extends Pick<LayerProps, 'capture' | 'layout' | 'index'> {
  readonly ranges: readonly ByteRange[];
  /** The layer's own byte in its first column. */
  readonly from: number;
}

/** A layer's own bytes, each in the column of its byte on the wire. */
function Cells({ capture, layout, index, ranges, from }: CellsProps) {
  const row = layout.rows[index]!;
  const inner = layout.rows[index + 1];
  return layout.columns.slice(row.start, row.end).map((column, nth) => {
    const at = from + Math.max(0, column.start - row.wire.start);
    const carried = inner && column.start >= inner.wire.start && column.start < inner.wire.end;
    return (
      <span
        key={column.start}
        className={styles.cell}
        data-layer={row.unit.layer}
        data-row={index}
        data-at={column.isGap ? undefined : at}
        data-carried={carried}
        data-lit={isLit({ start: at, end: at + column.end - column.start }, ranges)}
        style={placeOf(row.start + nth, row.start + nth + 1, `${index + 1}`)}
      >
        {column.isGap ? '…' : cellOf(capture.decoder, row.unit, at)}
      </span>
    );
  });
}

/** Columns count from 0 after the labels. */
function placeOf(from: number, to: number, gridRow: string): CSSProperties {
  return { gridColumn: `${from + 2} / ${to + 2}`, gridRow };
}

const WHOLE_BYTES = 160;

function wholeText({ decoder }: Capture, { unit }: PeelRow): string {
  if (!layerOf(unit.layer).isText(unit)) return decoder.labelOf(unit);
  return new TextDecoder().decode(decoder.bytesOf(unit, { start: 0, end: WHOLE_BYTES }));
}

/** The boxes in words: "A read of 14 bytes holds a WebSocket frame of 14 bytes, which holds …". */
function sentenceOf({ rows }: PeelLayout, { line }: Code): string {
  const layers = rows.map(({ unit }) =>
    layerOf(unit.layer).wire === 'bytes' ? `${unit.kind} of the server’s socket` : layerOf(unit.layer).title,
  );
  const code = line ? `; the code is ${line.text}` : '';
  return `Layers, outside in: ${layers.join(', in it the ')}${code}`;
}
