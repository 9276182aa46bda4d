import { createLater } from '../../ui/later';

/** The sentences of all terms: no lesson needs them before someone asks what a word means. */
export const terms = createLater(() => import('../../protocol/terms'));
