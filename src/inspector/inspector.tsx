import { useId, useState } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import { layerOf } from '../protocol/layers';
import type { Field, Unit } from '../protocol/unit';
import { type Pointing, usePointed, useSelected } from '../timeline/pointing';
import type { Viewing } from '../timeline/viewing';
import { ByteView } from './byte-view';
import { FaultNote } from './fault-note';
import { FieldList } from './field-list';
import { FrameBits } from './frame-bits';
import styles from './inspector.module.css';
import { litRanges, siblingsOf } from './layer-path';
import { LayerTabs } from './layer-tabs';
import { nameOfUnit } from './names';
import { isSameField } from './parts';
import { Peel } from './peel';
import { Unmask } from './unmask';

export interface InspectorProps {
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly viewing?: Viewing;
}

/** The selected unit, taken apart: its layers, its fields, its bytes; for a frame its bits. */
export function Inspector({ capture, pointing }: InspectorProps) {
  useRevision(capture);
  const selected = useSelected(pointing);
  if (!selected) return <EmptyInspector />;
  return <UnitView key={selected.unit.id} capture={capture} pointing={pointing} unit={selected.unit} />;
}

function EmptyInspector() {
  return (
    <section className={styles.inspector} aria-label="Inspector">
      <h2 className={styles.title}>Nothing is selected</h2>
      <p className={styles.empty}>
        Choose anything on the wire or in the ladder. Here you see what it is made of: the layers it is
        wrapped in, its fields, its bytes.
      </p>
    </section>
  );
}

interface UnitViewProps extends InspectorProps {
  readonly unit: Unit;
}

function UnitView({ capture, pointing, unit }: UnitViewProps) {
  const { decoder } = capture;
  const panel = useId();
  const selected = useSelected(pointing);
  const pointed = usePointed(pointing);
  const isPointed = pointed !== null && pointed.unit.connection === unit.connection;
  const pointedRanges = isPointed ? litRanges(decoder, unit, pointed) : [];
  const lit = pointedRanges.length > 0 ? pointedRanges : litRanges(decoder, unit, selected);
  const fields = decoder.fieldsOf(unit);
  const range = selected?.unit === unit ? selected.range : null;
  // Bits share their byte: which of them is open, the selected bytes cannot say.
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
  const isHidden = () => false;
  const parts = { decoder, pointing, unit, fields, lit, open, toggle, isHidden };
  return (
    <section className={styles.inspector} aria-label="Inspector" data-layer={unit.layer}>
      <LayerTabs decoder={decoder} pointing={pointing} unit={unit} panel={panel} />
      <div id={panel} role="tabpanel" aria-labelledby={`${panel}-${unit.layer}`} className={styles.panel}>
        <Heading capture={capture} unit={unit} />
        <div className={styles.details}>
          <Siblings decoder={decoder} pointing={pointing} unit={unit} />
          <FaultNote unit={unit} pointing={pointing} />
          <Peel capture={capture} pointing={pointing} unit={unit} lit={isPointed ? pointed : selected} />
          {unit.layer === 'websocket' && unit.kind !== 'undecoded' && <FrameBits {...parts} />}
          <FieldList {...parts} />
          {unit.layer === 'websocket' && <Unmask key={unit.id} {...parts} />}
        </div>
        <ByteView {...parts} key={unit.id} />
      </div>
    </section>
  );
}

function Heading({ capture, unit }: { readonly capture: Capture; readonly unit: Unit }) {
  const size = capture.decoder.bytesOf(unit).length;
  const from = unit.sender === 'client' ? 'client → server' : 'server → client';
  const layer = unit.kind === 'undecoded' ? 'not decoded' : layerOf(unit.layer).title;
  return (
    <header>
      <h2 className={styles.title}>{nameOfUnit(capture, unit)}</h2>
      <p className={styles.about}>
        {layer}, {size.toLocaleString('en-US')} {size === 1 ? 'byte' : 'bytes'}, {from}
        {unit.partial && <strong className={styles.partial}> · its end has not come yet</strong>}
      </p>
    </header>
  );
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
