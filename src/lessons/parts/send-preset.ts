import type { LabSession } from '../../lab/session';
import { specOf } from '../frame-builder/draft';
import { encodeFrames } from '../frame-builder/frame-spec';
import { FRAME_PRESETS } from '../frame-builder/presets';
import { openByHand } from './open-by-hand';

/**
 * Sends the frames that the builder knows by this name, on a raw connection of their own.
 * @throws RangeError when it knows none.
 */
export async function sendPreset(lab: LabSession, name: string): Promise<void> {
  const preset = FRAME_PRESETS.find((one) => one.name === name);
  if (!preset) throw new RangeError(`the builder knows no frames called ${name}`);
  const specs = preset.frames.map((frame) => {
    const ready = specOf(frame);
    if (ready.kind === 'invalid') throw new RangeError(`${name}: ${ready.message}`);
    return ready.spec;
  });
  const raw = await openByHand(lab, { deflate: preset.needsDeflate ?? false });
  await raw.write(encodeFrames(specs));
}
