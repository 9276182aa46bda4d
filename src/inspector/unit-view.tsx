import { lazy, Suspense, useId, useRef, useState } from 'react';
import type { Capture } from '../capture/capture';
import { expectedSizeOf } from '../protocol/expected-size';
import { layerOf } from '../protocol/layers';
import type { Field, Unit } from '../protocol/unit';
import { type Pointing, type Selection, usePointed, useSelected } from '../timeline/pointing';
import { formatMs, zeroOf } from '../timeline/printed-time';
import { timetableOf } from '../timeline/timetable';
import { fieldHiddenByDevTools, useDevTools } from '../timeline/viewing';
import { ByteView } from './byte-view';
import { CodeView } from './code-view';
import { CopyMenu } from './copy/copy-menu';
import { FaultNote } from './fault-note';
import { FieldList } from './field-list';
import { fieldsOf } from './fields';
import { FrameBits } from './frame-bits';
import { HttpText } from './http-text';
import styles from './inspector.module.css';
import { isWithAnswer, joinedIn, litRanges, siblingsOf } from './layer-path';
import { LayerTabs } from './layer-tabs';
import { nameOfUnit } from './names';
import { type InspectorProps, isSameField, type Parts } from './parts';
import { Peel } from './peel';
import { useFieldInSight, useNoteInSight } from './scroll';
import { togetherText } from './together';
import { Unmask } from './unmask';

interface UnitViewProps extends InspectorProps {
  readonly unit: Unit;
}

/** A unit taken apart: its layers, fields and bytes; for a frame, its bits. */
export default function UnitView({ capture, pointing, viewing, unit }: UnitViewProps) {
  const { decoder } = capture;
  const panel = useId();
  const details = useRef<HTMLDivElement>(null);
  const [isCode, setIsCode] = useState(false);
  const selected = useSelected(pointing);
  const pointed = usePointed(pointing);
  const isPointed = pointed !== null && pointed.unit.connection === unit.connection;
  const isDevTools = useDevTools(viewing);
  const together = togetherText(decoder, unit);
  const parts = {
    ...useParts(capture, pointing, unit, isPointed ? pointed : null),
    isHidden: (field: Field) => isDevTools && fieldHiddenByDevTools(unit, field),
  };
  // A whole unit is visible already: scroll only to parts.
  const hasPart = isPointed ? pointed.range !== null : selected !== null && selected.range !== null;
  useFieldInSight(details, hasPart ? parts.lit[0]?.start : undefined);
  useNoteInSight(details, unit.fault !== null);
  return (
    <section
      className={styles.inspector}
      aria-label="Inspector"
      data-layer={unit.layer}
      data-bytes={layerOf(unit.layer).wire === 'bytes' || undefined}
    >
      <LayerTabs {...parts} panel={panel} isCode={isCode} onCode={setIsCode} />
      <div
        id={panel}
        role="tabpanel"
        aria-labelledby={`${panel}-${isCode ? 'code' : unit.layer}`}
        className={styles.panel}
        data-scrolls
      >
        {isCode ? (
          <CodeView capture={capture} unit={unit} />
        ) : (
          <>
            <Heading capture={capture} unit={unit} />
            <div ref={details} className={styles.details} data-scrolls>
              <Siblings decoder={decoder} pointing={pointing} unit={unit} />
              {together !== null && <p className={styles.together}>{together}</p>}
              {isWithAnswer(decoder, unit) && (
                <p className={styles.together}>
                  Came in one write with the end of the 101 response. What is read beyond the empty line of a
                  head is not part of it: a client or a proxy that drops it loses this.
                </p>
              )}
              <FaultNote unit={unit} pointing={pointing} />
              <Peel
                capture={capture}
                pointing={pointing}
                unit={unit}
                lit={isPointed ? pointed : selected?.range ? selected : null}
              />
              <Details {...parts} />
            </div>
            <ByteView {...parts} key={unit.id} />
          </>
        )}
      </div>
    </section>
  );
}

/** The shared state of the parts: the fields, what is lit, and the open field. */
function useParts(
  capture: Capture,
  pointing: Pointing,
  unit: Unit,
  pointed: Selection | null,
): Omit<Parts, 'isHidden'> {
  const { decoder } = capture;
  const selected = useSelected(pointing);
  const fields = fieldsOf(decoder, unit);
  const pointedRanges = litRanges(decoder, unit, pointed);
  const lit = pointedRanges.length > 0 ? pointedRanges : litRanges(decoder, unit, selected);
  const range = selected?.unit === unit ? selected.range : null;
  // Bits share a byte: the selected bytes cannot tell which is open.
  const [openBits, setOpenBits] = useState<Field | null>(null);
  const open =
    openBits ??
    fields.find(({ bits, start, end }) => !bits && start === range?.start && end === range.end) ??
    null;
  const toggle = (field: Field) => {
    const isOpen = isSameField(field, open);
    setOpenBits(field.bits && !isOpen ? field : null);
    pointing.select({ unit, range: isOpen ? null : { start: field.start, end: field.end } });
  };
  return { decoder, pointing, unit, fields, lit, open, toggle };
}

/** The fields, as best fits their layer. */
function Details(parts: Parts) {
  const { unit } = parts;
  const { detail, maskedBytes } = layerOf(unit.layer);
  if (unit.kind === 'undecoded') return <FieldList {...parts} />;
  if (detail === 'lines') return <HttpText {...parts} />;
  return (
    <>
      {detail === 'bits' && <FrameBits {...parts} />}
      <FieldList {...parts} />
      {maskedBytes && <Unmask key={unit.id} {...parts} />}
      {joinedIn(parts.decoder, unit) && mayBeCompressed(parts) && (
        <Suspense>
          <InflateView {...parts} />
        </Suspense>
      )}
    </>
  );
}

const InflateView = lazy(() => import('./inflate/inflate-view'));

/** Whether compression was agreed on this connection. */
function mayBeCompressed({ decoder, unit }: Parts): boolean {
  const { websocket } = decoder.connection(unit.connection) ?? {};
  return websocket?.extensions.includes('permessage-deflate') ?? false;
}

function Heading({ capture, unit }: { readonly capture: Capture; readonly unit: Unit }) {
  const size = capture.decoder.sizeOf(unit);
  const from = unit.sender === 'client' ? 'client → server' : 'server → client';
  const layer = unit.kind === 'undecoded' ? 'not decoded' : layerOf(unit.layer).title;
  return (
    <header className={styles.heading}>
      <h2 className={styles.title}>{nameOfUnit(capture, unit)}</h2>
      <CopyMenu key={unit.id} capture={capture} unit={unit} />
      <p className={styles.about}>
        <span className={styles.layer}>{layer}, </span>
        {size.toLocaleString('en-US')} {size === 1 ? 'byte' : 'bytes'}, {from}
        {unit.partial && <strong className={styles.partial}> · {lackOf(capture, unit, size)}</strong>}
      </p>
    </header>
  );
}

/** What a unit lacks, and since when: "87 of 131 bytes have come, the last at 9 204.7 ms". */
function lackOf(capture: Capture, unit: Unit, size: number): string {
  const last = `${formatMs(unit.until - (zeroOf(timetableOf(capture)) ?? unit.at))} ms`;
  const expected = expectedSizeOf(unit);
  if (expected === null) return `its end has not come yet; its last byte so far came at ${last}`;
  const number = (value: number) => value.toLocaleString('en-US');
  return `${number(size)} of ${number(expected)} bytes have come, the last at ${last}`;
}

type SiblingsProps = {
  readonly decoder: Capture['decoder'];
  readonly pointing: Pointing;
  readonly unit: Unit;
};

const SHOWN_SIBLINGS = 12;

function Siblings({ decoder, pointing, unit }: SiblingsProps) {
  const siblings = siblingsOf(decoder, unit);
  if (siblings.length < 2) return null;
  const place = siblings.indexOf(unit);
  const from = Math.max(0, Math.min(place - SHOWN_SIBLINGS / 2, siblings.length - SHOWN_SIBLINGS));
  return (
    <nav className={styles.siblings} aria-label="Carried by the same bytes">
      <span>
        {place + 1} of {siblings.length}
      </span>
      {siblings.slice(from, from + SHOWN_SIBLINGS).map((other) => (
        <button
          key={other.id}
          type="button"
          className={styles.sibling}
          aria-current={other === unit}
          onClick={() => pointing.select({ unit: other, range: null })}
        >
          {decoder.labelOf(other)}
        </button>
      ))}
    </nav>
  );
}
