import { Phrase } from '../prose';
import { header, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { OPEN } from './switch-step';

/** What refutes the common mistake: the student's own key, and the answer to it. */
export default function Evidence() {
  const { run } = useLesson();
  const switched = switchedOf(run.tasks.traffic(OPEN));
  return (
    <>
      {switched ? (
        <p>
          Your key{' '}
          <Phrase unit={switched.request} field="Sec-WebSocket-Key">
            {header(switched.asked, 'Sec-WebSocket-Key')}
          </Phrase>{' '}
          went over port {switched.connection.client.port} in plain text, and{' '}
          <Phrase unit={switched.response} field="Sec-WebSocket-Accept">
            the answer
          </Phrase>{' '}
          is computed from it and a constant that everybody knows. The key names nobody and hides nothing; the
          answer proves that the server understood the question.
        </p>
      ) : (
        <p>
          The key travels in plain text, and the answer is computed from it and a constant that everybody
          knows. Open a WebSocket in the first step, and the evidence appears here with your own bytes.
        </p>
      )}
      <p>
        Two things cannot be seen here. From an https page, the browser refuses <code>ws://</code> as mixed
        content, except to the same machine. And HTTP/2 has no 101 (RFC 9113 §8.6): there, a WebSocket begins
        with CONNECT (RFC 8441 §5).
      </p>
    </>
  );
}
