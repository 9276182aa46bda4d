import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { pageTraffic } from '../page-traffic';
import { bothStep, leastBurst, timeSaid } from './both-step';
import { MESSAGES, textFrames } from './ways';

const numbers = Array.from({ length: MESSAGES }, (_, n) => n + 1);

it('the messages of a burst are counted once, not again inside their frames', () => {
  const recording = new Recording().socket(0);
  for (const n of numbers) recording.server(100_000 + n, frame('text', `from the server ${n}`));
  const traffic = pageTraffic(recording);
  expect(traffic.units.filter(({ kind }) => kind === 'text')).toHaveLength(2 * MESSAGES);
  expect(textFrames(traffic, 'server')).toHaveLength(MESSAGES);
});

/** Ten requests on one connection with 100 ms added each way, each after the response to the one before. */
function askedOneByOne(everyMs: number) {
  const recording = new Recording().open(0).impair(1, { delayMs: 100 });
  for (const n of numbers) {
    const at = n * everyMs * 1000;
    const request = encodeRequest(`POST /lab/a/echo?call=${n}`, [], 'hi');
    recording
      .call(at, 'fetch', '"echo", { method: "POST" }', n)
      .exchange(at, request, encodeResponse('200 OK', 'hi'), 200_000)
      .call(at + 200_000, 'fetched', '200 OK', n);
  }
  return pageTraffic(recording);
}

it('ten round trips of 200 ms take two seconds at least, however busy the machine', () => {
  const [, oneByOne] = bothStep.tasks;
  const verdict = (everyMs: number) => oneByOne?.prediction?.verdict(askedOneByOne(everyMs), null as never);
  expect(verdict(200)).toBe('two-seconds');
  expect(verdict(540)).toBe('two-seconds');
});

/** A burst with the server’s messages so far apart (tenths of a millisecond), and the page’s sent from this instant on. */
function burstOver(lateMs: number, sentMs: number) {
  const recording = new Recording().socket(0);
  for (const n of numbers)
    recording.call(sentMs * 1000 + n, 'send').client(sentMs * 1000 + n, frame('text', 'hi'), 100_000);
  for (const n of numbers) {
    const at = 250_000 + n * lateMs * 100;
    recording.server(at, frame('text', 'hi'), 100_000).call(at + 1_000, 'message');
  }
  return pageTraffic(recording);
}

it('messages that wait for none take the distance alone, however busy the machine', () => {
  expect(leastBurst(burstOver(10, 100))).toBe(100_000);
  expect(leastBurst(burstOver(900, 100))).toBe(200_000);
  expect(leastBurst(burstOver(900, 600))).toBeGreaterThan(400_000);
});

it('tells the time that the verdict rests on from what a busy machine added', () => {
  expect(timeSaid(100_000, 105_000)).toBe(
    'Of that, the distance takes 100 ms: no message waited for another.',
  );
  expect(timeSaid(100_000, 159_000)).toMatch(/The other 59 ms went by in the programs/);
  expect(timeSaid(200_000, 1_900_000)).toBe(
    'Of that, the distance takes 200 ms: no message waited for another. The other 1.7 s went by in the programs at both ends, on a busy machine.',
  );
  expect(timeSaid(700_000, 700_000)).toMatch(/only after it had heard from the server/);
});
