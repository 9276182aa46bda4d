import { useEffect } from 'react';
import type { LessonRun } from '../../lessons/lesson-run';
import type { InstrumentParts } from '../use-instrument';
import { StudentBar } from './StudentBar';
import { resumeClass, useClass } from './session';
import { TeacherBar } from './TeacherBar';

export interface ClassBarProps {
  readonly path: string;
  readonly instrument: InstrumentParts;
  readonly run: LessonRun | null;
}

/** The class of this tab, on every page: it steers or follows, and says how the class stands. Empty without a class. */
export default function ClassBar(props: ClassBarProps) {
  useEffect(() => resumeClass(), []);
  const now = useClass();
  if (now?.role === 'teacher') return <TeacherBar {...props} teaching={now} />;
  return now && <StudentBar {...props} attending={now} />;
}
