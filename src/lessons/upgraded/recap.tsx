import type { Recap } from '../define';
import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { firstFrameOf } from './first-frame';
import { FIRST } from './port-step';

export const recap: Recap = {
  inOneSentence:
    'The 101 changes what the bytes of one and the same TCP connection mean: up to an empty line they are HTTP, from the next byte on they are frames, for good.',
  commonMistake: {
    mistake: 'WebSocket opens a second connection; WebSocket is HTTP.',
    Evidence() {
      const { run } = useLesson();
      const first = firstFrameOf(run.tasks.traffic(FIRST));
      if (!first) {
        return (
          <p>
            The handshake and the first frame have the same four numbers. Do the first step, and yours appear
            here.
          </p>
        );
      }
      const { handshake, frame } = first;
      const { client, server } = handshake.connection;
      const border = run.capture.decoder.connection(frame.connection)?.switchedAt;
      return (
        <p>
          <Phrase unit={handshake.request}>The request</Phrase> and{' '}
          <Phrase unit={frame}>the first frame</Phrase> both went from {client.address}:{client.port} to{' '}
          {server.address}:{server.port}.
          {border &&
            ` The first ${border.client} bytes from your browser and the first ${border.server} from the server are HTTP; `}
          {border && 'none of those after them are.'}
        </p>
      );
    },
  },
};
