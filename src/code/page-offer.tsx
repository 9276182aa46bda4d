import { Button } from '../ui/Button';
import styles from './code-panel.module.css';
import type { CodeDesk, ProgramNumber } from './desk';

interface Props {
  readonly desk: CodeDesk;
  readonly program: ProgramNumber;
}

/** Offers to put the code of a client into a page, or to leave out what needs one, when it has run and met that. */
export function PageOffer({ desk, program }: Props) {
  if (!desk.needsPage(program)) return null;
  const put = async () => {
    const { intoPage } = await import('../sandbox/page/into-page');
    desk.stop(program);
    desk.write(program, intoPage(desk.textOf(program)));
  };
  const takeOut = async () => {
    const { withoutPage } = await import('../sandbox/without-page');
    const text = withoutPage(desk.textOf(program));
    if (text !== null) desk.write(program, text);
  };
  return (
    <p className={styles.shared} role="status">
      This code is for a page, and here it runs beside one.
      <Button kind="quiet" onClick={() => void put()}>
        Put it into a page
      </Button>
      <Button kind="quiet" onClick={() => void takeOut()}>
        Take out what needs a page
      </Button>
    </p>
  );
}
