import { useEffect, useMemo, useRef } from 'react';
import type { Capture } from '../capture/capture';
import type { LabSession } from '../lab/session';
import { useLabCapture } from '../lab/use-lab';
import {
  createPlayback,
  createPointing,
  createViewing,
  type Playback,
  type Pointing,
  type Viewing,
} from '../timeline';

/** What the parts of the instrument share: one capture, one playhead, one selection. */
export interface InstrumentParts {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly viewing: Viewing;
  /** 0 for the first lab of this page, and one more for each replacement. */
  readonly epoch: number;
  /** What is drawn begins here, microseconds of the lab's clock; without it, with the lab. */
  readonly since?: number | undefined;
}

/** The instrument of the page's lab; a new one when the lab is replaced. */
export function useInstrument(lab: LabSession): InstrumentParts {
  const capture = useLabCapture(lab);
  const made = useRef(0);
  const instrument = useMemo(
    () => ({
      capture,
      playback: createPlayback(capture, () => lab.nowMicros().at),
      pointing: createPointing(),
      viewing: createViewing(),
      epoch: made.current++,
    }),
    [capture, lab],
  );
  useEffect(() => () => instrument.playback.dispose(), [instrument]);
  return instrument;
}
