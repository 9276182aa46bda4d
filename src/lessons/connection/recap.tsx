import type { Recap } from '../define';
import { bytes, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { readsText, sizeOf, wholeTryOf } from './plain';
import { BACK_TO_BACK, LARGE } from './writes-step';

export const recap: Recap = {
  inOneSentence:
    'TCP gives two programs, each with an address and a port, one ordered and reliable stream of bytes each way; it keeps the order of the bytes, and no trace of where one write ended.',
  commonMistake: {
    mistake: 'One write is one packet is one read.',
    Evidence() {
      const { run } = useLesson();
      const three = wholeTryOf(run.tasks.traffic(BACK_TO_BACK));
      const large = wholeTryOf(run.tasks.traffic(LARGE));
      return (
        <p>
          {three && (
            <>
              Your three writes on port {three.connection.client.port} arrived in{' '}
              <Phrase unit={three.reads[0]}>{readsText(three.reads.length)}</Phrase>.{' '}
            </>
          )}
          {large && (
            <>
              One write of {bytes(sizeOf(large.reads))} on port {large.connection.client.port} arrived in{' '}
              <Phrase unit={large.reads[0]}>{readsText(large.reads.length)}</Phrase>.{' '}
            </>
          )}
          {!three && !large && (
            <>
              Write something in the step “Does one write make one read?”, and the evidence appears here with
              your own bytes.{' '}
            </>
          )}
          TCP has no message boundaries (RFC 9293 §2.2). A program that wants messages must mark them in the
          bytes: HTTP does it with lines and lengths, WebSocket with frames.
        </p>
      );
    },
  },
};
