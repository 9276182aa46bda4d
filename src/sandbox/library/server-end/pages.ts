import { warnOnce } from '../inside';

/** What serves pages is accepted, and does nothing. */
export const noPages = (): void =>
  warnOnce(
    'Pages are not served here: the page of this program is the pane beside it. In your project this part works.',
  );
