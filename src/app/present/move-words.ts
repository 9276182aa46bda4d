import type { Move } from '../../lessons/remote';

/** What "next" does, on its button. */
export const MOVE_WORDS: Readonly<Record<Move, string>> = {
  'lock in': 'lock it in',
  run: 'run it',
  wait: 'running …',
  'next task': 'go on',
  'next step': 'step',
  end: '',
};
