import type { ClassSaid, ClassSteering } from '../../../src/protocol/messages/class';

/** What the nodes know together of a class. */
export interface SharedClass {
  /** Null where no node has opened it. */
  readonly code: string | null;
  readonly steering: ClassSteering | null;
  readonly removed: readonly string[];
  /** Its teacher has ended it. */
  readonly isOver: boolean;
  /** A page of its teacher is at some node. */
  readonly isTaught: boolean;
}

/** What one node says of a member. */
export interface MemberNews {
  readonly id: string;
  /** Null where nothing new was said. */
  readonly said: ClassSaid | null;
  /** Whether a page of the member is at this node. */
  readonly isHere: boolean;
}

/** A member who has left this node, as the others know them. */
export interface MemberElsewhere {
  readonly said: ClassSaid | null;
  readonly isHere: boolean;
}

/** What is counted per address and minute, at all nodes together. */
export type Counted = 'opens' | 'wrong codes';

/**
 * What several nodes know together of their classes. Each answer is null where a node is alone, or cannot reach the others: it then goes
 * on with what it knows itself, and tells the others when they are back.
 */
export interface SharedClasses {
  /** Whether this node can reach the others. */
  readonly isHere: boolean;
  /** The class with this code: its seal, or '' when there is none. */
  sealOf(code: string): Promise<string | null>;
  read(seal: string): Promise<SharedClass | null>;
  /**
   * Opens a class, or opens it again. False when another one has the code. `isByTeacher`: also one that was over; a node that only
   * tells what it knows may not have heard of its end.
   */
  open(seal: string, code: string, isByTeacher: boolean): Promise<boolean | null>;
  /** Takes what a teacher's page has said, unless something as new is known. Returns what counts. */
  steer(seal: string, steering: ClassSteering): Promise<ClassSteering | null>;
  remove(seal: string, ids: readonly string[]): Promise<boolean | null>;
  /** Gives a name to a member, unless another one has it: false then. */
  takeName(seal: string, looks: string, id: string): Promise<boolean | null>;
  /** Takes what members have said. Returns those who have left this node. */
  say(seal: string, news: readonly MemberNews[]): Promise<ReadonlyMap<string, MemberElsewhere> | null>;
  /** What these members have said last, or all of them. */
  said(seal: string, ids?: readonly string[]): Promise<ReadonlyMap<string, ClassSaid> | null>;
  /** The members whose pages are at any node. */
  here(seal: string): Promise<ReadonlySet<string> | null>;
  /** The class goes on: its teacher is at this node. */
  keep(seal: string, code: string | null): Promise<boolean | null>;
  end(seal: string, code: string | null): Promise<boolean | null>;
  /** Counts one for this address. Returns the count of this minute. */
  count(what: Counted, address: string): Promise<number | null>;
  counted(what: Counted, address: string): Promise<number | null>;
  /** This node is alive. */
  beat(): Promise<boolean | null>;
  onBack(listener: () => void): void;
}
