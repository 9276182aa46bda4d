import { describe, expect, it } from 'vitest';
import { Recording } from '../../capture/recording/recording';
import { createPlayback, trackOf } from '../../timeline';
import { deltaText, isInferred, spokenPlace } from './spoken';

const capture = () =>
  new Recording()
    .open(1_000, 1, { isPlain: true })
    .exchange(3_000, 'Hello', 'Hello', 140)
    .server(5_003_140, 'Still there?').capture;

describe('what stands beside the clock', () => {
  const track = trackOf(capture());

  it('says how far apart the units passed the tap, whatever the playhead', () => {
    expect(deltaText(track, 1_500)).toBe('before the first unit');
    expect(deltaText(track, 3_000)).toBe('the first unit · next in 140 µs');
    expect(deltaText(track, 3_200)).toBe('Δ 140 µs · next in 5.0 s');
    expect(deltaText(track, 4_000_000)).toBe('Δ 140 µs · next in 5.0 s');
    expect(deltaText(track, 6_000_000)).toBe('Δ 5.0 s');
  });

  it('says the same at every speed', () => {
    const shown = capture();
    const playback = createPlayback(shown, () => 0, { isMotionReduced: () => true });
    for (const speed of ['real', 'half', 'tenth', 'explain'] as const) {
      playback.setSpeed(speed);
      playback.seek(3_200);
      expect(deltaText(playback.track, playback.now.get())).toBe('Δ 140 µs · next in 5.0 s');
    }
  });

  it('marks what happened at the browser’s end as worked out, what passed the tap as measured', () => {
    const { leaveAt, landAt } = track;
    expect(isInferred(track, leaveAt[0]!)).toBe(true);
    expect(isInferred(track, landAt[0]!)).toBe(false);
    expect(isInferred(track, leaveAt[1]!)).toBe(false);
    expect(isInferred(track, landAt[1]!)).toBe(true);
    expect(isInferred(track, 4_000_000)).toBe(false);
  });
});

describe('the slider’s value in words', () => {
  it('names the time and the unit just before it', () => {
    const shown = capture();
    const track = trackOf(shown);
    const speak = (at: number) => spokenPlace(shown.decoder, track, at);
    expect(speak(1_000)).toBe('0.0 ms, before the first unit');
    expect(speak(3_000)).toBe('2.0 ms, just after: read “Hello” from the client');
    expect(speak(track.landAt[1]!)).toBe('about 2.4 ms, just after: write “Hello” from the server');
    expect(spokenPlace(shown.decoder, trackOf(new Recording().capture), 0)).toBe('Nothing has happened yet');
  });
});
