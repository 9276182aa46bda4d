import type { Recap } from '../define';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { fragmentedMessage } from './answers';
import { FRAGMENTED } from './fragments-step';

export const recap: Recap = {
  inOneSentence:
    'A message is what a program sends and receives; it travels in one frame or several, control frames may pass between them, and with permessage-deflate its payload may be compressed.',
  commonMistake: {
    mistake: 'One frame is one message event, and a page can send a ping.',
    Evidence() {
      const { run } = useLesson();
      const found = fragmentedMessage(run.tasks.traffic(FRAGMENTED));
      const carriers = found?.frames.flatMap(({ unit }) => run.capture.decoder.carriersOf(unit)) ?? [];
      return (
        <>
          {found ? (
            <p>
              The server sent {inWords(found.frames.length)} frames, in {inWords(new Set(carriers).size)} of
              its writes; your page saw <Phrase unit={found.message}>{inWords(found.events)} message</Phrase>
              {found.events === 1 ? '' : 's'}. Each is counted separately: a write can hold several frames,
              and a frame can take several writes.
            </p>
          ) : (
            <p>
              Have the server send its sentence in the first step, and the counts of your own run appear here:
              frames, writes, message events.
            </p>
          )}
          <p>
            <code>'ping' in WebSocket.prototype</code>, asked of your browser just now:{' '}
            <code>{String('ping' in WebSocket.prototype)}</code>.
          </p>
        </>
      );
    },
  },
};
