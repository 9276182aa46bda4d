import { count, formatBytes, formatSpan } from '../format';
import type { Chapter } from './chapters';
import styles from './ladder.module.css';
import type { Fold, LadderLayout } from './layout';

interface Props {
  readonly fold: Fold;
  readonly layout: LadderLayout;
  readonly chapters: readonly Chapter[];
  readonly origin: number;
  readonly onToggle: (key: string) => void;
}

/** What is left out here: silence with its true length, what never reached this page, or rows that a click brings back. */
export function FoldLine({ fold, layout, chapters, origin, onToggle }: Props) {
  const isMissed = fold.kind === 'missed';
  return (
    <li
      className={styles.fold}
      data-kind={fold.kind}
      data-missed={isMissed || undefined}
      style={{ top: fold.y - origin }}
    >
      {'key' in fold ? (
        <button type="button" aria-expanded={fold.isOpen} onClick={() => onToggle(fold.key)} data-label>
          {textOf(fold, layout, chapters)}
        </button>
      ) : (
        <span data-label>{textOf(fold, layout, chapters)}</span>
      )}
    </li>
  );
}

function textOf(fold: Fold, layout: LadderLayout, chapters: readonly Chapter[]): string {
  if (fold.kind === 'silence') return `nothing for ${formatSpan(fold.micros)}`;
  if (fold.kind === 'missed') return `${formatBytes(fold.bytes)} missed here`;
  if (fold.kind === 'heartbeats') return `${count(fold.count, 'heartbeat')} in ${formatSpan(fold.micros)}`;
  if (fold.kind === 'fan') return `the same to ${count(fold.count, 'more client')}`;
  const { units, connections } = layout.chapterCount(fold.chapter);
  return `${chapters[fold.chapter]?.name}: ${count(connections, 'connection')}, ${count(units, 'arrow')}`;
}
