import type { Recap } from '../define';
import { inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { echoedFrames } from './answers';
import { LENGTHS } from './length-step';
import { MASKED } from './mask-step';
import { splitSaid } from './split-said';

export const recap: Recap = {
  inOneSentence:
    'A frame is a header of 2 to 14 bytes and a payload: the header says what kind of frame it is, whether it ends the message, how long the payload is and, from a client, with which key the payload is masked.',
  commonMistake: {
    mistake: 'Masking is encryption, and a frame is a packet.',
    Evidence() {
      const { run } = useLesson();
      const [masked] = echoedFrames(run.tasks.traffic(MASKED));
      const frames = echoedFrames(run.tasks.traffic(LENGTHS)).map(({ sent }) => sent);
      const carriers = frames.map(({ unit }) => run.capture.decoder.carriersOf(unit));
      const reads = new Set(carriers.flat()).size;
      const split = splitSaid(carriers.map(({ length }) => length));
      const most =
        frames[
          carriers.findIndex((reads) => reads.length === Math.max(...carriers.map(({ length }) => length)))
        ];
      return (
        <>
          {masked ? (
            <p>
              Your browser’s{' '}
              <Phrase unit={masked.sent.unit} field="Masking-key">
                key
              </Phrase>{' '}
              was in plain sight, right before{' '}
              <Phrase unit={masked.sent.unit} field="Payload data">
                what it masked
              </Phrase>
              : this page has read the word with it, and so can anyone on the way. Encryption comes from TLS,
              with <code>wss</code>.
            </p>
          ) : (
            <p>
              The key is in the frame, before what it masks. Send the masked word in the third step, and your
              own key appears here.
            </p>
          )}
          {most && (
            <p>
              Your {inWords(frames.length)} frames of different lengths came in {inWords(reads)}{' '}
              {reads === 1 ? 'read' : 'reads'} of the server’s socket
              {split && (
                <>
                  , <Phrase unit={most.unit}>{split}</Phrase>
                </>
              )}
              .
            </p>
          )}
        </>
      );
    },
  },
};
