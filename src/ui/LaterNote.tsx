import { Button } from './Button';
import type { Later, LaterState } from './later';

interface Props {
  /** What is fetched, as it stands in a sentence: “the explanation”. */
  readonly what: string;
  readonly later: Pick<Later<unknown>, 'fetch'>;
  readonly state: LaterState<unknown>;
}

/** Stands where a part of the page will be: that it is coming, or that it could not be fetched. */
export function LaterNote({ what, later, state }: Props) {
  return (
    <span role="status">
      {state.kind === 'failed' ? (
        <>
          The server did not send {what}. <Button onClick={() => later.fetch()}>Try again</Button>
        </>
      ) : (
        `Fetching ${what} …`
      )}
    </span>
  );
}
