import { REST_MS } from '../../timeline/scene';

interface Way {
  readonly leave: number;
  readonly land: number;
}

/** 0 at the sender's edge, 1 at the receiver's; stepped: half way while in flight. All in stage time, milliseconds. */
export function positionAt({ leave, land }: Way, stage: number, isStepped = false): number {
  const flown = Math.min(1, Math.max(0, (stage - leave) / Math.max(0.001, land - leave)));
  return isStepped && flown < 1 ? 0.5 : flown;
}

/** Full while it flies and rests; it fades at the end of its rest, and appears as it leaves. Stepped: there or not. */
export function opacityAt({ leave, land }: Way, stage: number, isStepped = false): number {
  const appeared = land - leave < 60 ? 1 : Math.min(1, Math.max(0, (stage - leave) / 60));
  const faded = (stage - land - REST_MS * 0.55) / (REST_MS * 0.45);
  const opacity = Math.min(appeared, 1 - Math.min(1, Math.max(0, faded)));
  return isStepped ? Math.ceil(opacity) : opacity;
}

/** How far those that arrived later have pushed it back from the receiver's edge, pixels. */
export function restShift(
  later: readonly { readonly land: number; readonly px: number }[],
  stage: number,
): number {
  let shift = 0;
  for (const { land, px } of later) {
    const share = Math.min(1, Math.max(0, (stage - land + 160) / 160));
    shift += px * share * (2 - share);
  }
  return shift;
}
