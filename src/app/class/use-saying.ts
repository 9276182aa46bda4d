import { useEffect } from 'react';
import type { Capture } from '../../capture/capture';
import type { Attending } from '../../lab/class/attending';
import { type Done, withDone } from '../../lab/class/done';
import type { LessonRun } from '../../lessons/lesson-run';
import { isHeartbeat } from '../../protocol/is-heartbeat';
import type { ClassSaid, ClassVote } from '../../protocol/messages/class';
import type { View } from '../links/Links';
import { hereOf } from './use-following';

/** Tells the class about this page: where it is, what was predicted and done, and what is on its wire. */
export function useSaying(attending: Attending, path: string, view: View): void {
  const { instrument, run } = view;
  const { capture, playback, pointing } = instrument;
  useEffect(() => {
    const say = () => {
      attending.say({
        at: hereOf(path, { instrument: { capture, playback, pointing }, run }),
        ...(run && withDone(attending.said, doneIn(run))),
        ...wireOf(capture),
      });
    };
    say();
    const stops = [capture.subscribe(say), run?.subscribe(say)];
    return () => {
      for (const stop of stops) stop?.();
    };
  }, [attending, path, capture, playback, pointing, run]);
}

/** The votes and goals of this lesson. */
function doneIn({ lesson, progress }: LessonRun): Done {
  const votes: Record<string, ClassVote> = {};
  const goals: string[] = [];
  for (const [task, { answer, wire, isDone }] of Object.entries(progress.stored.tasks)) {
    if (answer !== null) votes[`${lesson.id}/${task}`] = { answer, wire };
    if (isDone) goals.push(`${lesson.id}/${task}`);
  }
  return { votes, goals };
}

/** The server takes sentences of this many characters. */
const SENTENCE_LENGTH = 240;

function wireOf({ connections, decoder }: Capture): Pick<ClassSaid, 'connections' | 'last' | 'fault'> {
  // Heartbeats and reads of the socket come by themselves, and would hide what the student has done last.
  const last = decoder.units.findLast(
    (unit) => !unit.partial && unit.kind !== 'read' && unit.kind !== 'write' && !isHeartbeat(decoder, unit),
  );
  const fault = decoder.faulty.findLast(({ fault }) => fault && fault.kind !== 'notice')?.fault;
  return {
    connections: connections.filter(({ closedAt }) => closedAt === null).length,
    last: last ? cut(decoder.sentenceOf(last)) : null,
    fault: fault ? cut(fault.message) : null,
  };
}

const cut = (sentence: string) =>
  sentence.length > SENTENCE_LENGTH ? `${sentence.slice(0, SENTENCE_LENGTH - 1)}…` : sentence;
