/** The bounds of classes. A person who reaches one is told which. */
export interface ClassLimits {
  /** Classes at a time: all lecture halls of a department. */
  readonly classes: number;
  /** Of these, opened from one address: a school behind it, and not all places for one person. */
  readonly classesPerAddress: number;
  /**
   * Members of one class, those who have left included: the largest lecture hall, and some who came with a second browser. Beyond that, who
   * has left makes place for who comes: one student can come and leave as often as there are places.
   */
  readonly members: number;
  /** Classes that one address may open in a minute, again ones included; each costs a tenth of a second to prove. */
  readonly opensPerMinute: number;
  /**
   * Codes of no class that one address may try in a minute. A class of 400 behind one address mistypes a few dozen; whoever guesses at
   * this rate needs weeks to come upon a class.
   */
  readonly wrongCodesPerMinute: number;
  /** Longest message of a page, in bytes: all votes and goals of the whole course. */
  readonly messageBytes: number;
  /**
   * Characters of all that a class has said, as JSON: 10 KB for each of 400, and the whole course takes 8. A teacher's page is told all of
   * it at once. Beyond that, whoever has said most is not counted.
   */
  readonly saidLength: number;
  /** What waits for a page in bytes before its connection is closed: three times as much, for a slow network. */
  readonly unsentBytes: number;
  /** Bytes of one piece of a student's stage, and pieces of one: half a megabyte of traffic is several lessons. */
  readonly pieceBytes: number;
  readonly pieces: number;
  /** Messages of one page in a minute. A page says what has changed four times a second at most. */
  readonly messagesPerMinute: number;
  /** Characters of a nickname: one line of the wall. */
  readonly nicknameLength: number;
  /** Characters of a hint: a sentence or two. */
  readonly hintLength: number;
  /** Characters of what a student's page says about its newest unit. */
  readonly sentenceLength: number;
  /** A class ends this long after its last teacher's page has gone: longer than a break. */
  readonly idleMs: number;
  /** The same for one that only students have come back to, and left: somebody's reconnection takes a moment. */
  readonly emptyMs: number;
  /** A connection that has neither opened nor joined a class by then is closed. */
  readonly silentMs: number;
  /** Changes of members go to the teacher together, this often at most: below what an eye notices. */
  readonly gatherMs: number;
}

export const CLASS_LIMITS: ClassLimits = {
  classes: 60,
  classesPerAddress: 20,
  members: 1200,
  opensPerMinute: 20,
  wrongCodesPerMinute: 60,
  messageBytes: 32 * 1024,
  saidLength: 4 * 1024 * 1024,
  unsentBytes: 12 * 1024 * 1024,
  pieceBytes: 24 * 1024,
  pieces: 21,
  messagesPerMinute: 300,
  nicknameLength: 24,
  hintLength: 240,
  sentenceLength: 240,
  idleMs: 40 * 60_000,
  emptyMs: 60_000,
  silentMs: 15_000,
  gatherMs: 100,
};
