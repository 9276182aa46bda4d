import { describe, expect, it } from 'vitest';
import { createPlayback, timetableOf } from '../../timeline';
import { FakeCapture } from '../../timeline/fake-capture';
import { deltaText, isInferred, spokenPlace } from './spoken';

function capture(): FakeCapture {
  return new FakeCapture()
    .connect(1, 1_000)
    .unit({ kind: 'text', sender: 'client', at: 3_000, label: 'text “Hello”' })
    .unit({ kind: 'text', sender: 'server', at: 3_140, label: 'text “Hello”' })
    .unit({ kind: 'ping', sender: 'server', at: 5_003_140 });
}

describe('what stands beside the clock', () => {
  const timetable = timetableOf(capture());

  it('says how far apart the units passed the tap, whatever the playhead', () => {
    expect(deltaText(timetable, 1_500)).toBe('before the first unit');
    expect(deltaText(timetable, 3_000)).toBe('the first unit · next in 140 µs');
    expect(deltaText(timetable, 3_200)).toBe('Δ 140 µs · next in 5.0 s');
    expect(deltaText(timetable, 4_000_000)).toBe('Δ 140 µs · next in 5.0 s');
    expect(deltaText(timetable, 6_000_000)).toBe('Δ 5.0 s');
  });

  it('says the same at every speed', () => {
    const shown = capture();
    const playback = createPlayback(shown, () => 0, { isMotionReduced: () => true });
    for (const speed of ['real', 'half', 'tenth', 'explain'] as const) {
      playback.setSpeed(speed);
      playback.seek(3_200);
      expect(deltaText(playback.timetable, playback.now.get())).toBe('Δ 140 µs · next in 5.0 s');
    }
  });

  it('marks what happened at the browser’s end as worked out, what passed the tap as measured', () => {
    const { leaveAt, landAt } = timetable;
    expect(isInferred(timetable, leaveAt[0]!)).toBe(true);
    expect(isInferred(timetable, landAt[0]!)).toBe(false);
    expect(isInferred(timetable, leaveAt[1]!)).toBe(false);
    expect(isInferred(timetable, landAt[1]!)).toBe(true);
    expect(isInferred(timetable, 4_000_000)).toBe(false);
  });
});

describe('the slider’s value in words', () => {
  it('names the time and the unit just before it', () => {
    const shown = capture();
    const timetable = timetableOf(shown);
    const speak = (at: number) => spokenPlace(shown.decoder, timetable, at);
    expect(speak(1_000)).toBe('0.0 ms, before the first unit');
    expect(speak(3_000)).toBe('2.0 ms, just after: text “Hello” from the client');
    expect(speak(timetable.landAt[1]!)).toBe('about 2.4 ms, just after: text “Hello” from the server');
    expect(spokenPlace(shown.decoder, timetableOf(new FakeCapture()), 0)).toBe('Nothing has happened yet');
  });
});
