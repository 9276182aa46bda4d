import { lazy, Suspense, useEffect, useState } from 'react';
import type { RecordedSession } from '../../lab/recorded-session';
import type { PageProps } from '../App';
import { Instrument } from '../Instrument';
import { OpenPanel } from './OpenPanel';

const StudentStage = lazy(() =>
  import('../class/StudentStage').then((module) => ({ default: module.StudentStage })),
);

const BOTH = { ladder: true, inspector: true };

/** The whole stage for what was recorded elsewhere: packet captures, browsers' records, pasted bytes. */
export default function OpenPage({ lab, instrument }: PageProps) {
  const { playback } = instrument;
  // Opened from the wall of a class.
  const [student] = useState(() => new URLSearchParams(location.search).get('student'));
  // It has happened: nothing is waited for.
  useEffect(() => playback.setSpeed('real'), [playback]);
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Recording"
      opened={BOTH}
      // The page of this address has such a session: see main.tsx.
      aside={
        student === null ? (
          <OpenPanel session={lab as RecordedSession} {...instrument} />
        ) : (
          <Suspense>
            <StudentStage session={lab as RecordedSession} student={student} {...instrument} />
          </Suspense>
        )
      }
    />
  );
}
