import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Picture } from '../lessons/define';
import { selectionFor } from '../stage/innermost';
import { jumpToFault } from '../stage/transport/jump-to-fault';
import { type Playback, type Speed, stepFrom } from '../timeline';
import {
  actionOf,
  isSearchKey,
  type KeyAction,
  keyPressOf,
  type PageAction,
  pageActionOf,
  partOf,
} from './keys';
import type { InstrumentParts } from './use-instrument';

const SPEEDS: Partial<Record<KeyAction, Speed>> = {
  'speed-1': 'real',
  'speed-2': 'half',
  'speed-3': 'tenth',
  'speed-4': 'explain',
};

/** The keys of every page, except while typing. `does` should keep its identity. */
export function usePageKeys(does: Readonly<Record<PageAction, () => void>>): void {
  // Not after the paint: whoever sees the page may press a key.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      const action = press && pageActionOf(press);
      if (!action || event.repeat) return;
      event.preventDefault();
      does[action]();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [does]);
}

/** Ctrl K or ⌘ K, also while typing, but not over another dialog. `open` should keep its identity. */
export function useSearchKey(open: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isSearchKey(event)) return;
      // The browser uses these keys for something else.
      event.preventDefault();
      if (!event.repeat && !document.querySelector('dialog[open]')) open();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [open]);
}

/** The keys of the instrument, while it is on the page. */
export function useInstrumentKeys(instrument: InstrumentParts): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      const action = press && actionOf(press);
      if (!action) return;
      event.preventDefault();
      act(action, instrument);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [instrument]);
}

/** The keys that open and close the parts of the stage. */
export function usePartKeys(toggle: (part: Picture) => void): void {
  const latest = useRef(toggle);
  latest.current = toggle;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const press = keyPressOf(event);
      const part = press && partOf(press);
      if (!part || event.repeat) return;
      event.preventDefault();
      latest.current(part);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function act(action: KeyAction, instrument: InstrumentParts): void {
  const { playback } = instrument;
  const speed = SPEEDS[action];
  if (speed) playback.setSpeed(speed);
  else if (action === 'live') playback.goLive();
  else if (action === 'toggle') toggle(playback);
  else if (action === 'fault' || action === 'fault-back')
    jumpToFault(instrument, action === 'fault' ? 1 : -1);
  else step(instrument, action === 'back' ? -1 : 1);
}

/** Pauses or resumes the stage. */
export function toggle(playback: Playback): void {
  if (playback.state.mode === 'paused') playback.play();
  else playback.pause();
}

/** A step selects the unit that it reaches. */
function step({ capture, playback, pointing }: InstrumentParts, direction: 1 | -1): void {
  const to = stepFrom(playback.timetable, playback.now.get(), direction);
  playback.step(direction);
  const unit = to?.flight == null ? null : playback.timetable.flights[to.flight]!.unit;
  if (unit) pointing.select(selectionFor(capture.decoder, unit));
}
