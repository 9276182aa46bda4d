import * as v from 'valibot';
import { type ClassSaid, type ClassSteering, classSaid, classSteering } from './class-parts';
import type { Bounds } from './members';

export type { ClassPlace, ClassSaid, ClassSteering, ClassVote, ClassWire } from './class-parts';

/** 128 random bits in hexadecimal: a teacher's token, a student's key. */
const secret = v.message(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)), 'A secret is 32 hexadecimal digits.');

/** A member's id: it is no secret. */
const memberId = v.message(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)), 'An id is 16 hexadecimal digits.');

type TextBounds = Bounds<'hintLength' | 'nicknameLength' | 'sentenceLength'>;

/** `open`: the teacher opens a class, or takes it up again after a reload or after a restart of the server. */
export function openClass(limits: TextBounds) {
  return v.object({
    /** Null for a new class. */
    token: v.nullable(secret),
    /** Everything that the class was told, and who may not come back. */
    steering: classSteering(limits),
    removed: v.array(memberId),
  });
}

/** `steer`: the teacher tells the class. */
export const steerClass = (limits: TextBounds) => classSteering(limits);

/** `remove`: the teacher sends a member out. */
export const removeMember = v.object({ id: memberId });

/** Members in one `recall`. */
export const MAX_RECALLED = 50;

/** `recall`: the teacher's page tells a server that was started again of members who had left before, and so do not come back by themselves. */
export function recallInClass(limits: TextBounds) {
  return v.object({
    members: v.pipe(
      v.array(v.object({ id: memberId, said: classSaid(limits) })),
      v.maxLength(MAX_RECALLED, `One message recalls ${MAX_RECALLED} members at most.`),
    ),
  });
}

/** `join`: a student comes, or comes back. */
export function joinClass(limits: TextBounds) {
  return v.object({
    code: v.pipe(v.string(), v.maxLength(40)),
    key: secret,
    /** The key that this browser had before, in another tab: it opens that member's place again while nobody is there. */
    former: v.optional(secret),
    /** The class that the student was in, when they come back; null for one who comes with nothing but the code. */
    seal: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
    said: classSaid(limits),
  });
}

/** `look`: the teacher looks at a student's stage, asks for it once more, or looks no more. */
export const lookAtStudent = v.object({ id: v.pipe(v.string(), v.maxLength(40)), isOn: v.boolean() });

/** `show`: a piece of a student's stage, while the teacher looks; null says that the student has stopped it. */
export function showStage({ pieceBytes, pieces }: Bounds<'pieceBytes' | 'pieces'>) {
  const count = v.pipe(v.number(), v.integer(), v.minValue(0));
  return v.object({
    piece: v.nullable(
      v.object({
        /** Which stage it is a piece of: differs from one to the next. */
        stage: count,
        /** Which piece, from 0, and how many there are. */
        part: v.pipe(count, v.maxValue(pieces - 1)),
        of: v.pipe(count, v.minValue(1), v.maxValue(pieces)),
        /** Unix time, milliseconds. */
        atMs: count,
        /** False where older connections did not fit. */
        isWhole: v.boolean(),
        /** Of a saved capture (docs/wire101-format.md). */
        bytes: v.pipe(
          v.instance(Uint8Array),
          v.check(({ byteLength }) => byteLength <= pieceBytes, 'A piece is too long.'),
        ),
      }),
    ),
  });
}

/** A piece of a student's stage, as it is sent; it comes as an `ArrayBuffer`. */
export type StagePiece = Readonly<NonNullable<v.InferOutput<ReturnType<typeof showStage>>['piece']>>;

/** `say`: what has changed at a student's page. */
export const sayInClass = (limits: TextBounds) => classSaid(limits);

export type OpenClass = Readonly<v.InferOutput<ReturnType<typeof openClass>>>;
export type RecallMembers = Readonly<v.InferOutput<ReturnType<typeof recallInClass>>>;
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
  /** What the class calls this student: with a number where another one is called so. */
  readonly nickname: string;
  /** The page has the place of its former key, which is its own from now on. */
  readonly isFormer: boolean;
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

/** What the server says unasked: to all pages `class` and `out`, to the teacher's `members` and `removed`; the others say to whom. */
export interface ClassNews {
  readonly class: (steering: ClassSteering) => void;
  /** The student is out, or the class is over: why. */
  readonly out: (why: string) => void;
  readonly members: (changed: readonly ClassMember[]) => void;
  /** A member was sent out, from any of the teacher's windows. */
  readonly removed: (id: string) => void;
  /** To a student: the teacher looks at the stage, which is to be shown now; or looks no more. */
  readonly look: (isOn: boolean) => void;
  /** To a teacher's page that looks: a piece of the stage, or null when the student has stopped it. */
  readonly stage: (piece: StagePiece | null) => void;
}

/** What pages ask. */
export interface ClassQuestions {
  readonly open: (message: OpenClass, answer: (answer: ClassOpened | ClassRefusal) => void) => void;
  readonly join: (message: JoinClass, answer: (answer: ClassJoined | ClassRefusal) => void) => void;
  readonly steer: (message: ClassSteering, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly say: (message: ClassSaid, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly remove: (message: { id: string }, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly recall: (message: RecallMembers, answer: (answer: ClassDone | ClassRefusal) => void) => void;
  readonly guest: (message: object, answer: (answer: ClassGuest | ClassRefusal) => void) => void;
  readonly look: (
    message: { id: string; isOn: boolean },
    answer: (answer: ClassDone | ClassRefusal) => void,
  ) => void;
  readonly show: (
    message: { piece: StagePiece | null },
    answer: (answer: ClassDone | ClassRefusal) => void,
  ) => void;
  readonly end: (message: object, answer: (answer: ClassDone | ClassRefusal) => void) => void;
}
