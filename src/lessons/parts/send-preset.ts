import type { LabSession } from '../../lab/session';
import { specOf } from '../frame-builder/draft';
import { encodeFrames } from '../frame-builder/frame-spec';
import { FRAME_PRESETS } from '../frame-builder/presets';
import { openByHand } from './open-by-hand';

/**
 * Sends the frames of the builder's preset of this name, on a raw connection of their own.
 * @throws RangeError when there is none.
 */
export async function sendPreset(lab: LabSession, name: string): Promise<void> {
  const preset = FRAME_PRESETS.find((candidate) => candidate.name === name);
  if (!preset) throw new RangeError(`the builder has no preset called ${name}`);
  const specs = preset.frames.map((frame) => {
    const ready = specOf(frame);
    if (ready.kind === 'invalid') throw new RangeError(`${name}: ${ready.message}`);
    return ready.spec;
  });
  const raw = await openByHand(lab, { deflate: preset.needsDeflate ?? false });
  await raw.write(encodeFrames(specs));
}
