import * as v from 'valibot';
import { type ClassSaid, type ClassSteering, classSaid, classSteering } from './class-parts';
import type { Bounds } from './members';

export type { ClassPlace, ClassSaid, ClassSteering, ClassVote, ClassWire } from './class-parts';

/** 128 random bits in hexadecimal: a teacher's token, a student's key. */
const secret = v.message(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)), 'A secret is 32 hexadecimal digits.');

type TextBounds = Bounds<'hintLength' | 'nicknameLength' | 'sentenceLength'>;

/** `open`: the teacher opens a class, or takes it up again after a reload or after a restart of the server. */
export function openClass(limits: TextBounds) {
  return v.object({
    /** Null for a new class. */
    token: v.nullable(secret),
    /** Everything that the class was told, and who may not come back. */
    steering: classSteering(limits),
    removed: v.array(v.pipe(v.string(), v.maxLength(40))),
  });
}

/** `steer`: the teacher tells the class. */
export const steerClass = (limits: TextBounds) => classSteering(limits);

/** `remove`: the teacher sends a member out. */
export const removeMember = v.object({ id: v.string() });

/** `join`: a student comes, or comes back. */
export function joinClass(limits: TextBounds) {
  return v.object({
    code: v.pipe(v.string(), v.maxLength(40)),
    key: secret,
    /** The class that the student was in, when they come back; null for one who comes with nothing but the code. */
    seal: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
    said: classSaid(limits),
  });
}

/** `say`: what has changed at a student's page. */
export const sayInClass = (limits: TextBounds) => classSaid(limits);

export type OpenClass = Readonly<v.InferOutput<ReturnType<typeof openClass>>>;
export type JoinClass = Readonly<v.InferOutput<ReturnType<typeof joinClass>>>;

/** A member, as the teacher's page is told. */
export interface ClassMember extends ClassSaid {
  /** Stable for a student's key, and no secret. */
  readonly id: string;
  readonly isHere: boolean;
}

/** Why the server did not do it, in a sentence. `isFinal`: asking again cannot help. */
export interface ClassRefusal {
  readonly kind: 'refused';
  readonly why: string;
  readonly isFinal: boolean;
}

/** The answer to `open`. */
export interface ClassOpened {
  readonly kind: 'opened';
  readonly code: string;
  readonly token: string;
  readonly seal: string;
  /** The newest, which another window may have said. */
  readonly steering: ClassSteering;
  readonly members: readonly ClassMember[];
}

/** The answer to `join`. */
export interface ClassJoined {
  readonly kind: 'joined';
  readonly code: string;
  readonly seal: string;
  /** Null until the teacher's page has told it. */
  readonly steering: ClassSteering | null;
}

/** The answer to `guest`: where the teacher's server is, for this member alone and for one session. */
export interface ClassGuest {
  readonly kind: 'guest';
  /** Below the first page's address, with a query. */
  readonly path: string;
  /** As the teacher's server is told it. */
  readonly name: string;
}

/** The answer to everything else. */
export interface ClassDone {
  readonly kind: 'done';
}

/** What the server says unasked: to all pages `class` and `out`, to the teacher's `members` and `removed`. */
export interface ClassNews {
  readonly class: (steering: ClassSteering) => void;
  /** The student is out, or the class is over: why. */
  readonly out: (why: string) => void;
  readonly members: (changed: readonly ClassMember[]) => void;
  /** A member was sent out, from any of the teacher's windows. */
  readonly removed: (id: string) => void;
}

/** What pages ask. */
export interface ClassQuestions {
  readonly open: (message: OpenClass, answer: (answer: ClassOpened | ClassRefusal) => void) => void;
  readonly join: (message: JoinClass, answer: (answer: ClassJoined | ClassRefusal) => void) => void;
  readonly steer: (message: ClassSteering, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly say: (message: ClassSaid, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly remove: (message: { id: string }, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly guest: (message: object, answer: (answer: ClassGuest | ClassRefusal) => void) => void;
  readonly end: (message: object, answer: (answer: ClassDone | ClassRefusal) => void) => void;
}
