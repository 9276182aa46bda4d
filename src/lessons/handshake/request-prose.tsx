import { Phrase, Term } from '../prose';
import { header, switchedOf } from '../traffic';
import { useLesson } from '../use-lesson';
import { HeaderTour } from './header-tour';
import { OPEN } from './switch-step';

/** What the header fields of the browser's own request ask for. */
export default function RequestProse() {
  const { run } = useLesson();
  const switched = switchedOf(run.tasks.traffic(OPEN));
  const request = switched?.request;
  const has = (name: string) => switched !== null && header(switched.asked, name) !== null;
  return (
    <>
      <p>
        <Phrase unit={request} field="Upgrade">
          Upgrade
        </Phrase>{' '}
        names the new protocol, and{' '}
        <Phrase unit={request} field="Connection">
          Connection
        </Phrase>{' '}
        says that this field is for the next hop only, a proxy or the server. A{' '}
        <Phrase unit={request} field="Sec-WebSocket-Version">
          version
        </Phrase>
        , a random{' '}
        <Phrase unit={request} field="Sec-WebSocket-Key">
          key
        </Phrase>{' '}
        and the{' '}
        <Phrase unit={request} field="Origin">
          origin
        </Phrase>{' '}
        go with it: the scheme, host and port that this page came from.
        {has('Sec-WebSocket-Extensions') && (
          <>
            {' '}
            Your browser also offers{' '}
            <Phrase unit={request} field="Sec-WebSocket-Extensions">
              extensions
            </Phrase>
            , which add to frames what both ends agree on, such as compression.
          </>
        )}{' '}
        {has('Sec-WebSocket-Protocol') ? 'It asks for a ' : 'No '}
        <Term of="header-sec-websocket-protocol">subprotocol</Term>
        {has('Sec-WebSocket-Protocol') ? '.' : ' was asked for.'}
      </p>
      {request && <HeaderTour unit={request} />}
      <p>The browser has written all of it. Can a page write it, too?</p>
    </>
  );
}
