import { useEffect, useState } from 'react';
import type { Teaching } from '../../lab/class/teaching';
import type { Lesson } from '../../lessons';
import type { ClassMember } from '../../protocol/messages/class';
import { hrefOf } from '../../ui/address';
import { Button } from '../../ui/Button';
import { nameOf, useLesson, whereOf } from './member-words';
import { behindIn, taskKey } from './tally';
import styles from './Wall.module.css';

/** Each student a line: where they are, what is on their wire, and whether they lack what most have. */
export function Wall({ teaching }: { readonly teaching: Teaching }) {
  const { here, members, steering } = teaching;
  const lesson = useLesson(steering.place?.lesson ?? null);
  const step = lesson?.steps.find(({ id }) => id === steering.place?.step);
  const needed = step?.tasks.filter(({ isOptional }) => !isOptional) ?? [];
  const keys = lesson ? needed.map(({ id }) => taskKey(lesson.id, id)) : [];
  const lines = [...members.values()].map((member) => ({ member, behind: behindIn(member, here, keys) }));
  const behind = lines.filter((line) => line.behind.length > 0).length;
  const title = (
    <h1 id="wall" className={styles.title}>
      Wall
    </h1>
  );
  if (lines.length === 0) {
    return (
      <section className={styles.wall} aria-labelledby="wall">
        {title}
        <p>Nobody has joined yet.</p>
      </section>
    );
  }
  // Who needs somebody comes first, who has left comes last.
  const rank = ({ member, behind: lacks }: (typeof lines)[number]) => {
    if (!member.isHere) return 3;
    return lacks.length > 0 ? 0 : member.fault ? 1 : 2;
  };
  lines.sort((a, b) => rank(a) - rank(b) || nameOf(a.member).localeCompare(nameOf(b.member)));
  return (
    <section className={styles.wall} aria-labelledby="wall">
      {title}
      <p>
        {behind === 0
          ? 'Nobody is behind in this step.'
          : `${behind} of ${here.length} ${behind === 1 ? 'has not done what most have in this step, and comes first.' : 'have not done what most have in this step: they come first.'}`}{' '}
        {here.length === 1 ? '1 student is here.' : `${here.length} students are here.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label="Students">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Where</th>
              <th scope="col">Open connections</th>
              <th scope="col">Last on the wire</th>
              <th scope="col">Fault</th>
              <th scope="col">
                <span className={styles.heard}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ member, behind: lacks }) => (
              <Line
                key={member.id}
                {...{ member, lesson, lacks: lacks.length }}
                onRemove={() => teaching.remove(member.id)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

interface LineProps {
  readonly member: ClassMember;
  /** The lesson of the class, once it is loaded. */
  readonly lesson: Lesson | null;
  /** Tasks of the step that most have done, and this member has not. */
  readonly lacks: number;
  readonly onRemove: () => void;
}

function Line({ member, lesson, lacks, onRemove }: LineProps) {
  const { isHere, at, isFollowing, connections = 0, last, fault } = member;
  return (
    <tr data-here={isHere} data-behind={lacks > 0 || undefined}>
      <th scope="row">
        {nameOf(member)}
        {lacks > 0 && <span className={styles.mark}>behind</span>}
      </th>
      <td>
        {isHere ? whereOf(at, lesson) : 'has left'}
        {isHere && isFollowing === false && ', looking around'}
      </td>
      <td>{isHere ? connections : ''}</td>
      <td>{last}</td>
      <td>{fault}</td>
      <td className={styles.actions}>
        {isHere && <LookButton member={member} />}
        <SendOut name={nameOf(member)} onRemove={onRemove} />
      </td>
    </tr>
  );
}

/** Lines change their places: a press much later would be meant for another one. */
const ASKING_MS = 4000;

/** Sends a student out, who cannot come back, at the second press. */
function SendOut({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => setAsking(false), ASKING_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  return (
    <Button
      kind="quiet"
      aria-label={isAsking ? `Remove ${name}: press again` : `Remove ${name}`}
      onBlur={() => setAsking(false)}
      onClick={() => (isAsking ? onRemove() : setAsking(true))}
    >
      {/* Both have their place, so that the table stays as it is, and the button under the pointer. */}
      <span className={styles.either}>
        <span data-shown={!isAsking}>Remove</span>
        <span data-shown={isAsking}>Press again to remove</span>
      </span>
    </Button>
  );
}

/** Opens a student's stage in a window, who is told so. */
function LookButton({ member }: { readonly member: ClassMember }) {
  const [isBlocked, setBlocked] = useState(false);
  const look = () => {
    const address = hrefOf(`/open?student=${member.id}`);
    setBlocked(window.open(address, `wire101-student-${member.id}`, 'popup,width=1280,height=800') === null);
  };
  return (
    <>
      <Button kind="quiet" aria-label={`Look at the stage of ${nameOf(member)}`} onClick={look}>
        Look
      </Button>
      {isBlocked && <span role="alert">The browser did not let the page open a window.</span>}
    </>
  );
}
