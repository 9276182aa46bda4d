import type { Move } from '../../lessons/remote';

/** What "next" does, on its button. The task's own words take the place of “by hand”. */
export const MOVE_WORDS: Readonly<Record<Move, string>> = {
  prepare: 'Next: make its traffic',
  'lock in': 'Next: lock it in',
  'by hand': 'Next: change it',
  run: 'Next: run it',
  show: 'Next: show a solution',
  wait: 'Next: show the result',
  'next task': 'Next: go on',
  'next step': 'Next step',
  end: 'Next',
};
