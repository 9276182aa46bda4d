import { SAMPLE_KEY } from '../parts/requests';
import { bytes, Phrase } from '../prose';
import { header, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';

/** What the handshake by hand, of the task with this id, has shown. */
export default function ByHandSeen({ id }: { readonly id: string }) {
  const { run } = useLesson();
  const switched = switchedOf(run.tasks.traffic(id));
  if (!switched) return null;
  const { request, response, asked, answered } = switched;
  const isSample = header(asked, 'Sec-WebSocket-Key') === SAMPLE_KEY;
  return (
    <p>
      <Phrase unit={request}>{bytes(request.end - request.start)}</Phrase> by hand, and the server agreed. It
      answered{' '}
      <Phrase unit={response} field="Sec-WebSocket-Accept">
        {header(answered, 'Sec-WebSocket-Accept')}
      </Phrase>
      {isSample ? ', the value that RFC 6455 §1.3 prints beside that key' : ''}. No secret was needed.
    </p>
  );
}
