import * as v from 'valibot';
import type { Bounds } from './members';

/** The most tasks that one message tells about: the course has fewer than a hundred. */
export const MAX_TASKS = 300;

/** Names of events that are offered to press, and their longest. */
export const MAX_EVENTS = 12;
export const MAX_EVENT_NAME = 60;

/** A name as the course has it: of a lesson, a step, a task, a unit or a field. */
const name = v.pipe(v.string(), v.maxLength(120));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Where the class is: a step, and what is selected there, by the names that hold on everybody's own traffic. */
const classPlace = v.object({
  /** Null in the free lab. */
  lesson: v.nullable(name),
  step: v.nullable(name),
  /** The task that the teacher's page is at. */
  doing: v.optional(v.nullable(name), null),
  /** The task that caused the selected unit; the unit's stable name; which of several connections; the field; some of its bytes. */
  task: v.nullable(name),
  unit: v.nullable(name),
  connection: v.nullable(count),
  field: v.nullable(name),
  bytes: v.nullable(v.object({ start: count, end: count })),
});

/** Where the class is, and what it looks at there. */
export type ClassPlace = Readonly<v.InferOutput<typeof classPlace>>;

/** The teacher's server, which the pages of the class are clients of. */
const classWire = v.object({
  /** Random; it reaches nothing by itself. */
  door: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{32,64}$/)),
  /** Names of events that its program listens to. */
  events: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_EVENT_NAME))),
    v.maxLength(MAX_EVENTS),
    v.readonly(),
  ),
});

/** The teacher's server, as the class is told of it. */
export type ClassWire = Readonly<v.InferOutput<typeof classWire>>;

/** What the class is told by its teacher; the newest counts. */
export function classSteering({ hintLength }: Bounds<'hintLength'>) {
  return v.object({
    /** Grows with every change. A teacher may have several windows, and a server may have missed something: the newest counts. */
    version: count,
    /** Null until the teacher has opened a lesson or the free lab. */
    place: v.nullable(classPlace),
    /** `follow`: pages go where the teacher goes. `free`: everybody goes where they like. */
    mode: v.union([v.literal('follow'), v.literal('free')]),
    /** How often the class was called: with each call everybody follows again. */
    calls: count,
    hint: v.message(
      v.nullable(v.pipe(v.string(), v.maxLength(hintLength))),
      `A hint has ${hintLength} characters at most.`,
    ),
    /** One wire for all; null while everybody has their own alone. */
    wire: v.optional(v.nullable(classWire), null),
  });
}

export type ClassSteering = Readonly<v.InferOutput<ReturnType<typeof classSteering>>>;

/** A locked prediction: the answer's key, and the key that the student's own wire gave; null before it has. */
const vote = v.object({ answer: name, wire: v.nullable(name) });

/** What a student's page says about itself, all or some of it. Tasks are named `<lesson>/<task>`. */
export function classSaid({ nicknameLength, sentenceLength }: Bounds<'nicknameLength' | 'sentenceLength'>) {
  const sentence = v.nullable(v.pipe(v.string(), v.maxLength(sentenceLength)));
  return v.partial(
    v.object({
      nickname: v.message(
        v.pipe(v.string(), v.maxLength(nicknameLength)),
        `A nickname has ${nicknameLength} characters at most.`,
      ),
      /** The lesson and step that the page shows. */
      at: v.nullable(v.object({ lesson: v.nullable(name), step: v.nullable(name) })),
      isFollowing: v.boolean(),
      votes: v.pipe(
        v.record(name, vote),
        v.check(
          (votes) => Object.keys(votes).length <= MAX_TASKS,
          'These are more votes than the course has.',
        ),
      ),
      /** The tasks that are done. */
      goals: v.pipe(v.array(name), v.maxLength(MAX_TASKS)),
      /** Open TCP connections of the student's lab. */
      connections: count,
      /** The newest unit and the newest fault on the student's wire, each as its sentence. */
      last: sentence,
      fault: sentence,
    }),
  );
}

export type ClassSaid = Readonly<v.InferOutput<ReturnType<typeof classSaid>>>;

/** One vote, as it stands in `ClassSaid.votes`. */
export type ClassVote = Readonly<v.InferOutput<typeof vote>>;
