import type { Move } from '../../lessons/remote';

/** What "next" does, on its button. */
export const MOVE_WORDS: Readonly<Record<Move, string>> = {
  prepare: 'Next: make its traffic',
  'lock in': 'Next: lock it in',
  run: 'Next: run it',
  wait: 'Next: show the result',
  'next task': 'Next: go on',
  'next step': 'Next step',
  end: 'Next',
};
