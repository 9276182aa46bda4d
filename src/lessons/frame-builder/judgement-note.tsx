import styles from './frame-builder.module.css';
import type { FrameSpec } from './frame-spec';
import { expectation, frameName, type Judgement } from './judge';

interface Props {
  /** Why nothing can be sent. */
  readonly problem: string | null;
  /** Null while the rules must not be told yet. */
  readonly judgement: Judgement | null;
  readonly specs: readonly FrameSpec[];
}

/** What the rules say of the frames before they are sent. */
export function JudgementNote({ problem, judgement, specs }: Props) {
  if (problem === null && judgement === null) return null;
  const broken = judgement?.broken ?? null;
  const expected = judgement && !broken ? expectation(judgement, specs) : null;
  return (
    <p
      className={styles.judgement}
      data-state={problem !== null ? 'problem' : broken ? 'broken' : 'right'}
      role="status"
    >
      {problem ?? (broken ? <Broken broken={broken} total={specs.length} /> : expected)}
    </p>
  );
}

interface BrokenProps {
  readonly broken: NonNullable<Judgement['broken']>;
  readonly total: number;
}

function Broken({ broken: { frame, fault }, total }: BrokenProps) {
  if (fault.closeCode === 1009) {
    return (
      <>
        <strong>{frameName(frame, total)} breaks no rule, but is too large.</strong> {fault.message} Expect a
        Close frame with 1009 ({fault.spec}).
      </>
    );
  }
  return (
    <>
      <strong>{frameName(frame, total)} breaks a rule.</strong> {fault.message.replace(/\.$/, '')} (
      {fault.spec}).{' '}
      {fault.closeCode === undefined
        ? 'No close code belongs to it: servers may let it pass.'
        : `The server must fail the connection. Ours says why: expect a Close frame with ${fault.closeCode}.`}
    </>
  );
}
