import { Button } from '../ui/Button';
import { CourseMap } from './CourseMap';
import styles from './Header.module.css';
import { Link } from './Link';
import { sessionOf } from './router';
import { type ThemeChoice, useTheme } from './theme';

interface Props {
  readonly path: string;
  readonly onCopyLink: () => void;
  readonly onPresent: () => void;
  readonly onOpen: (dialog: 'keys' | 'connect' | 'search') => void;
}

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = {
  system: 'light',
  light: 'dark',
  dark: 'projector',
  projector: 'system',
};

const THEME_NAMES: Readonly<Record<ThemeChoice, string>> = {
  system: 'Auto',
  light: 'Light',
  dark: 'Dark',
  projector: 'Projector',
};

/** The name, the course map, and the tools of every page. */
export function Header({ path, onCopyLink, onPresent, onOpen }: Props) {
  // Clients of a watched server connect to its relay, and nobody to a recording.
  const isWatching = sessionOf(path) !== null;
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.name} aria-current={path === '/' ? 'page' : undefined}>
        <span className={styles.pill} aria-hidden="true" />
        Wire 101
      </Link>
      <CourseMap path={path} />
      <nav className={styles.tools} aria-label="Tools">
        <SearchButton onClick={() => onOpen('search')} />
        <Link
          href="/glossary"
          className={`${styles.tool} ${styles.roomy}`}
          aria-current={path === '/glossary' ? 'page' : undefined}
        >
          Glossary
        </Link>
        <Link
          href="/workbench"
          className={styles.tool}
          aria-current={path === '/workbench' ? 'page' : undefined}
        >
          Free lab
        </Link>
        {!isWatching && (
          <Button kind="quiet" onClick={() => onOpen('connect')}>
            Connect <span className={styles.wide}>any client</span>
          </Button>
        )}
        {path !== '/' && (
          <>
            <Button kind="quiet" className={styles.link} aria-label="Copy link" onClick={onCopyLink}>
              <span className={styles.long}>Copy link</span>
              <span className={styles.short}>Link</span>
            </Button>
            <Button kind="quiet" className={styles.roomy} onClick={onPresent}>
              Present
            </Button>
          </>
        )}
        <ThemeButton />
        <Button kind="quiet" className={styles.keys} aria-label="Keys" onClick={() => onOpen('keys')}>
          <kbd className={styles.key}>?</kbd>
        </Button>
      </nav>
    </header>
  );
}

function SearchButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button kind="quiet" aria-label="Search" title="Search lessons and glossary (Ctrl K)" onClick={onClick}>
      <svg className={styles.glass} viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="6.8" cy="6.8" r="4.8" />
        <path d="m10.4 10.4 4.4 4.4" />
      </svg>
      <span className={styles.long}>Search</span>
    </Button>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const next = NEXT_THEME[theme];
  return (
    <Button
      kind="quiet"
      aria-label={`Theme: ${THEME_NAMES[theme]}. Change to ${THEME_NAMES[next]}.`}
      onClick={() => setTheme(next)}
    >
      <span className={styles.wide}>Theme:</span> {THEME_NAMES[theme]}
    </Button>
  );
}
