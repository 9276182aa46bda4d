import type { Teaching } from '../../lab/class/teaching';
import type { LabSession } from '../../lab/session';
import { Dialog } from '../../ui/Dialog';
import { Link } from '../Link';
import { Door } from './Door';

interface Props {
  readonly teaching: Teaching;
  readonly lab: LabSession;
  readonly onClose: () => void;
}

/** How students come in, over any page of their teacher, which goes on below: for those who come late. */
export function ClassDialog({ teaching, lab, onClose }: Props) {
  return (
    <Dialog title="Join the class" size="wide" onClose={onClose}>
      <Door teaching={teaching} lab={lab} as="p">
        <p>
          <Link href="/teach">Class page</Link>, with the wall and the votes to save. Going there ends this
          page’s connections and empties its stage.
        </p>
      </Door>
    </Dialog>
  );
}
