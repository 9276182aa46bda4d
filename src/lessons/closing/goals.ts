import { endingsOf, type SocketEnding } from '../parts/endings';
import type { Traffic } from '../traffic';

/** Null once three sockets have ended in the three ways, otherwise what is still missing, with what the last one did. */
export function missingEndings(traffic: Traffic): string | null {
  const endings = endingsOf(traffic).filter(({ told }) => told !== null);
  const isClean = endings.some((ending) => isAgreed(ending) && ending.told?.closeCode === 1000);
  const isOwn = endings.some(
    (ending) => isAgreed(ending) && isApplication(ending) && ending.told?.reason !== '',
  );
  const isLost = endings.some(({ told, frames }) => told?.closeCode === 1006 && frames.length === 0);
  const left = [
    !isClean && 'a clean 1000',
    !isOwn && 'a code from 4000 to 4999 with a reason',
    !isLost && '1006',
  ].filter((part) => part !== false);
  if (left.length === 0) return null;
  const last = endings.at(-1);
  const still = `Still missing: ${left.join('; ')}.`;
  return last
    ? `${saidOf(last)} ${still}`
    : `No connection of yours has ended since this goal began. ${still}`;
}

/** Both ends sent a Close frame. */
function isAgreed({ frames }: SocketEnding): boolean {
  return new Set(frames.map(({ sender }) => sender)).size === 2;
}

function isApplication({ told }: SocketEnding): boolean {
  return told !== null && told.closeCode >= 4000 && told.closeCode <= 4999;
}

function saidOf(ending: SocketEnding): string {
  const { told } = ending;
  if (isApplication(ending) && told?.reason === '') return `${told.closeCode} came without a reason.`;
  return `The last one ended with ${told?.closeCode}${told?.reason ? ` and “${told.reason}”` : ''}.`;
}
