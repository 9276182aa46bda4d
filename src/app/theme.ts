import { useEffect, useState } from 'react';

/** `projector`: light with the strongest contrast, for a bright room. */
export type ThemeChoice = 'light' | 'dark' | 'projector' | 'system';

/** `public/theme.js` has it, too, and applies it before the first paint. */
const STORED_AS = 'wire101.theme';

/** The student's theme, stored across visits and set as `data-theme` on the root element. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState(storedChoice);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const systems = system.matches ? 'dark' : 'light';
      document.documentElement.dataset.theme = choice === 'system' ? systems : choice;
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [choice]);
  const choose = (next: ThemeChoice) => {
    setChoice(next);
    store(next);
  };
  return [choice, choose];
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === 'light' || stored === 'dark' || stored === 'projector' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function store(choice: ThemeChoice): void {
  try {
    localStorage.setItem(STORED_AS, choice);
  } catch {
    // Storage is forbidden: it lasts for this visit.
  }
}
