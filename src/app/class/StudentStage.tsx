import { useEffect } from 'react';
import type { StudentStage as Stage, Teaching } from '../../lab/class/teaching';
import type { RecordedSession } from '../../lab/recorded-session';
import type { ClassMember } from '../../protocol/messages/class';
import { Button } from '../../ui/Button';
import { useImports } from '../open/imports';
import type { InstrumentParts } from '../use-instrument';
import { ConnectionList } from '../watch/ConnectionList';
import styles from '../watch/watch.module.css';
import { nameOf, useLesson, whereOf } from './member-words';
import { resumeClass, useClass } from './session';

interface Props extends InstrumentParts {
  readonly session: RecordedSession;
  /** The member's id in the class. */
  readonly student: string;
}

/** Stages that are open: a new capture makes the page anew. */
const opened = new WeakSet<Stage>();

/** A student's stage at its teacher's page: what it was when it was asked for, as a recording. */
export function StudentStage({ session, student, ...instrument }: Props) {
  useEffect(() => resumeClass(), []);
  const now = useClass();
  const teaching = now?.role === 'teacher' && now.state.kind !== 'over' ? now : null;
  return (
    <section className={styles.panel} aria-label="A student’s stage">
      {teaching ? (
        <Looking {...{ teaching, session, student }} {...instrument} />
      ) : (
        <p>This window belongs to a class, and its class is over.</p>
      )}
    </section>
  );
}

function Looking({ teaching, session, student, ...instrument }: Props & { readonly teaching: Teaching }) {
  const imports = useImports(session);
  const member = teaching.members.get(student);
  const { stage, looksAt, state } = teaching;
  const isHere = state.kind === 'here';
  useEffect(() => {
    if (isHere && teaching.stage === null) teaching.look(student);
  }, [teaching, isHere, student]);
  useEffect(() => {
    if (!stage || opened.has(stage)) return;
    opened.add(stage);
    void imports.open(new Blob([...stage.parts]), 'A student’s stage');
  }, [stage, imports]);
  const lesson = useLesson(member?.at?.lesson ?? null);
  return (
    <>
      <h1 className={styles.title}>{member ? nameOf(member) : 'A student'}</h1>
      <p className={styles.lead}>{member?.isHere ? `At: ${whereOf(member.at, lesson)}.` : 'Is not here.'}</p>
      <p role="status">
        <Standing {...{ stage, member }} isStopped={looksAt === null && stage !== null} />
      </p>
      <p>
        <Button onClick={() => teaching.look(student)}>{stage ? 'Look again' : 'Ask again'}</Button>
      </p>
      {stage && <ConnectionList lab={session} {...instrument} />}
    </>
  );
}

interface StandingProps {
  readonly stage: Stage | null;
  readonly member: ClassMember | undefined;
  readonly isStopped: boolean;
}

function Standing({ stage, isStopped }: StandingProps) {
  if (!stage) return <>The student is told that you are looking. Nothing has come yet.</>;
  const time = new Date(stage.atMs).toLocaleTimeString();
  return (
    <>
      RECORDED at {time}, as the student’s page had it{!stage.isWhole && ', without the older connections'}.
      {isStopped ? ' The student has stopped showing it.' : ' The student is told that you are looking.'}
    </>
  );
}
