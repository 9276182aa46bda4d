/**
 * Whether this tab presented before a reload: `use-presentation.ts` gives it a name. A reload keeps a tab's name, and the windows
 * that it opens begin with another, unlike with its store.
 */
export const wasPresenting = (): boolean => window.name.startsWith('presenting');
