import type { Capture } from '../../capture/capture';
import { openSessions } from '../../lab/cut';
import type { LabSession } from '../../lab/session';
import { untilCaptured } from '../parts/opened';
import { allTraffic, exchangesOf } from '../traffic';
import { talkIn } from './talk';

/** Longest wait for a page that does not try to come back, and for somebody to say something. */
const PATIENCE_MS = 60_000;

/** The open connection of this page. @throws Error with a sentence when it has none. */
function connectionOf(lab: LabSession, page: number) {
  const found = openSessions(lab).find(({ openedBy }) => pageBy(lab.capture, openedBy) === page);
  if (!found) throw new Error(`Page ${page} is not connected over WebSocket.`);
  return found;
}

const pageBy = ({ calls }: Capture, opener: number | null) => calls.find(({ id }) => id === opener)?.client;

/** Whether this page has an open connection. */
export const isConnected = ({ capture }: Pick<LabSession, 'capture'>, page: number): boolean =>
  openSessions({ capture }).some(({ openedBy }) => pageBy(capture, openedBy) === page);

/** Cuts the cable of a page, and has its attempts to come back refused. Done when it has noticed: its first attempt has failed. */
export async function cutOff(lab: LabSession, page: number): Promise<void> {
  const { id } = connectionOf(lab, page);
  const { capture } = lab;
  const refusals = () =>
    exchangesOf(allTraffic(capture)).filter(({ answered }) => answered?.status === 503).length;
  const before = refusals();
  await lab.impair('next', { refusesUpgrades: true });
  await lab.end(id, { how: 'reset' });
  await soon(untilCaptured(capture, () => refusals() > before || undefined));
}

/** Has the server take new connections again. */
export const letBack = (lab: LabSession): Promise<void> => lab.impair('next', { refusesUpgrades: false });

/** Slows this page's connection down, each way. */
const UNDER_WAY_MS = 800;

/** Waits until the server has heard the next message of this page, and cuts the cable while the answer is under way. */
export async function loseNextAnswer(lab: LabSession, page: number): Promise<void> {
  const { id } = connectionOf(lab, page);
  const { capture } = lab;
  const sid = capture.decoder.connection(id)?.sid;
  const heard = () =>
    capture.code.filter(
      ({ end, kind, text, packets }) =>
        end === 'server' &&
        kind === 'listener' &&
        text === 'message' &&
        packets.some((packet) => packet.sid === sid),
    ).length;
  const before = heard();
  await lab.impair(id, { delayMs: UNDER_WAY_MS });
  const isHeard = await soon(untilCaptured(capture, () => heard() > before || undefined));
  if (isHeard) await lab.end(id, { how: 'reset' });
  else await lab.impair(id, { delayMs: 0 });
}

/** False when it has taken too long. */
function soon(work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}

/** Waits until the lab has seen as many packets like this as before, and `times` more. */
export async function untilMore(
  { capture }: LabSession,
  times: number,
  isOne: (packet: ReturnType<typeof talkIn>[number]) => boolean,
): Promise<void> {
  const count = () => talkIn(allTraffic(capture)).filter(isOne).length;
  const wanted = count() + times;
  await soon(untilCaptured(capture, () => count() >= wanted || undefined));
}
