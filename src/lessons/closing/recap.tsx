import type { Recap } from '../define';
import { closeFramesOf } from '../parts/endings';
import { capitalised, inWords, outOf } from '../prose';
import { allTraffic } from '../traffic';
import { useLesson } from '../use-lesson';

export const recap: Recap = {
  inOneSentence:
    'A WebSocket ends with a Close frame each way and then the end of TCP; where no Close frame comes, onclose says 1006 as soon as the browser notices, which may take a long time without a heartbeat.',
  commonMistake: {
    mistake: '1006 is sent on the wire; an open connection stays open.',
    Evidence() {
      const { run } = useLesson();
      const { capture } = run;
      const { calls, connections } = capture;
      const traffic = allTraffic(capture);
      const codes = connections
        .flatMap(({ id }) => closeFramesOf(traffic, id))
        .map(({ closeCode }) => closeCode);
      const lost = calls.filter(({ kind, detail }) => kind === 'close' && detail.startsWith('1006')).length;
      return (
        <p>
          In this lab, {outOf(codes.filter((code) => code === 1006).length, codes.length)} Close frames held
          1006, and onclose said it {timesText(lost)}: it is what a browser reports when it got no Close
          frame.{' '}
          {capitalised(
            outOf(connections.filter(({ closedAt }) => closedAt !== null).length, connections.length),
          )}{' '}
          connections have ended: persistent means “until somebody ends it”, not “for ever”.
        </p>
      );
    },
  },
};

function timesText(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${inWords(count)} times`;
}
