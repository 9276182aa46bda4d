import { useState } from 'react';
import type { Capture } from '../../capture/capture';
import { Inspector, unitView } from '../../inspector';
import { Ladder, ladder, TransportBar, WireView } from '../../stage';
import { createPlayback, createPointing, type Speed } from '../../timeline';
import { createViewing } from '../../timeline/viewing';
import { useLater } from '../../ui/later';
import styles from './gallery.module.css';

/** The parts that can be looked at alone, and all together. */
export const PARTS = ['all', 'wire', 'ladder', 'inspector', 'transport'] as const;
export type Part = (typeof PARTS)[number];

/** Whether a query names a part. */
export function isPart(name: string | null): name is Part {
  return PARTS.some((part) => part === name);
}

interface Props {
  readonly fixture: Capture;
  readonly title: string;
  readonly part: Part;
  /** Stage milliseconds as written in the query; null is the end. */
  readonly at: string | null;
  readonly speed: string | null;
  /** Number of the unit on the wire, from 0; null selects none. */
  readonly select: string | null;
}

/** One state of the instrument, standing still. */
export function Specimen({ title, part, ...rest }: Props) {
  const [parts] = useState(() => instrumentOf(rest));
  const shows = (one: Part) => part === 'all' || part === one;
  // A specimen is looked at whole.
  const later = [useLater(ladder), useLater(unitView)];
  if (later.some(({ kind }) => kind !== 'here')) return null;
  return (
    <main className={styles.specimen} data-part={part}>
      <h1 className={styles.name}>{title}</h1>
      {shows('wire') && <WireView {...parts} />}
      <div className={styles.below}>
        {shows('ladder') && <Ladder {...parts} />}
        {shows('inspector') && <Inspector {...parts} />}
      </div>
      {shows('transport') && <TransportBar {...parts} />}
    </main>
  );
}

function instrumentOf({
  fixture: capture,
  at,
  speed,
  select,
}: Pick<Props, 'fixture' | 'at' | 'speed' | 'select'>) {
  const pointing = createPointing();
  const playback = createPlayback(capture, () => capture.lastAt, { speed: (speed ?? 'explain') as Speed });
  playback.pause();
  playback.seek(at === null ? capture.lastAt : playback.warp.toCapture(Number(at)));
  const unit = select === null ? undefined : playback.timetable.flights[Number(select)]?.unit;
  if (unit) pointing.select({ unit, range: null });
  return { capture, playback, pointing, viewing: createViewing() };
}
