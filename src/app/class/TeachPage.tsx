import { useEffect, useState } from 'react';
import type { Teaching } from '../../lab/class/teaching';
import { useLabState } from '../../lab/use-lab';
import { hrefOf } from '../../ui/address';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import type { PageProps } from '../App';
import { lessonAbout } from '../course';
import { Link } from '../Link';
import { addressOfClass } from './address';
import { Door } from './Door';
import { EndClass } from './EndClass';
import { pathOf } from './place';
import { saveCsv } from './save-csv';
import { openClass, resumeClass, useClass } from './session';
import styles from './TeachPage.module.css';
import { Wall } from './Wall';

/**
 * A class at its teacher's page: how students come in, and how many are here. The wall, with names, is a page of its own, since this one is
 * on the projector.
 *
 * `isWall`: the wall alone, in a window that the room does not see.
 */
export function TeachPage({ lab, isWall }: Pick<PageProps, 'lab'> & { readonly isWall: boolean }) {
  useEffect(() => resumeClass(), []);
  const now = useClass();
  return (
    <div className={styles.page}>
      {now?.role === 'teacher' && now.state.kind !== 'over' ? (
        isWall ? (
          <Wall teaching={now} />
        ) : (
          <OpenClass teaching={now} lab={lab} />
        )
      ) : (
        <Begin
          why={now?.state.kind === 'over' ? now.state.why : null}
          isStudent={now?.role === 'student' && now.state.kind !== 'over'}
        />
      )}
    </div>
  );
}

function Begin({ why, isStudent }: { readonly why: string | null; readonly isStudent: boolean }) {
  return (
    <div className={styles.begin}>
      <h1 className={styles.title}>Teach a class</h1>
      {why && <p role="status">{why}</p>}
      <p className={styles.prose}>
        Students join with a code, each with their own browser and their own traffic. Their pages go where
        yours goes; their predictions and goals are counted here. Nobody needs an account, and nothing is kept
        after the class.
      </p>
      {isStudent ? (
        <p>This tab is in a class as a student: open your own class in another tab.</p>
      ) : (
        <Button kind="primary" onClick={openClass}>
          Open a class
        </Button>
      )}
    </div>
  );
}

function OpenClass({ teaching, lab }: Pick<PageProps, 'lab'> & { readonly teaching: Teaching }) {
  // Its addresses come with the lab.
  useLabState(lab);
  const shared = lab.addresses?.shared;
  const { code, steering, members } = teaching;
  const place = steering.place;
  const lesson = place?.lesson ? lessonAbout(place.lesson) : null;
  return (
    <Door teaching={teaching} lab={lab} as="h1">
      <p className={styles.tools}>
        <Link className={styles.go} href={place ? pathOf(place) : '/#lessons'}>
          {place ? `Go on: ${lesson?.title ?? 'Free lab'}` : 'Choose a lesson'}
        </Link>
        {place && <Link href="/#lessons">Choose a lesson</Link>}
        {code !== null && (
          <span className={styles.copy}>
            <CopyButton text={addressOfClass(code, shared)} what="the address" label="Copy the address" />
          </span>
        )}
        <WallButton />
        <Button kind="quiet" disabled={members.size === 0} onClick={() => void saveCsv(teaching)}>
          Save votes and goals
        </Button>
      </p>
      <EndClass onEnd={() => teaching.end()} />
    </Door>
  );
}

/** Opens the wall in a window, which takes the class over from this tab: so the window needs this one as its opener. */
function WallButton() {
  const [isBlocked, setBlocked] = useState(false);
  const open = () => {
    setBlocked(window.open(hrefOf('/teach/wall'), 'wire101-wall', 'popup,width=1180,height=760') === null);
  };
  return (
    <>
      <Button kind="quiet" onClick={open}>
        Open the wall in its own window
      </Button>
      {isBlocked && (
        <span role="alert">The browser did not let the page open a window: allow it for this address.</span>
      )}
    </>
  );
}
