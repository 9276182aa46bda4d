import { useEffect } from 'react';
import type { LabSession } from '../../lab/session';
import type { LessonRun } from '../../lessons/lesson-run';
import type { InstrumentParts } from '../use-instrument';
import { GuestPanel } from './GuestPanel';
import { LookNotice } from './LookNotice';
import { StudentBar } from './StudentBar';
import { resumeClass, useClass } from './session';
import { TeacherBar } from './TeacherBar';

export interface ClassBarProps {
  readonly path: string;
  /** When this page was come to, microseconds of the lab's clock. */
  readonly begunAt: number;
  readonly instrument: InstrumentParts;
  readonly run: LessonRun | null;
  readonly lab: LabSession;
}

/** The class of this tab, on every page: it steers or follows, and says how the class stands. Empty without a class. */
export default function ClassBar(props: ClassBarProps) {
  useEffect(() => resumeClass(), []);
  const now = useClass();
  if (now?.role === 'teacher') return <TeacherBar {...props} teaching={now} />;
  if (!now) return null;
  const { state, steering } = now;
  const wire = state.kind === 'here' || state.kind === 'away' ? steering?.wire : null;
  return (
    <>
      <StudentBar {...props} attending={now} />
      {state.kind === 'here' && <LookNotice attending={now} lab={props.lab} />}
      {wire && <GuestPanel key={wire.door} attending={now} wire={wire} />}
    </>
  );
}
