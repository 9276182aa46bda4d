import { useSyncExternalStore } from 'react';

/** A page of the course, as its address says it. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly lesson: string }
  | { readonly page: 'workbench' }
  | { readonly page: 'glossary' }
  | { readonly page: 'unknown' };

/** Which page a path names. A trailing slash makes no difference. */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === '/') return { page: 'home' };
  if (path === '/workbench') return { page: 'workbench' };
  if (path === '/glossary') return { page: 'glossary' };
  const lesson = /^\/lessons\/([\w-]+)$/.exec(path)?.[1];
  return lesson === undefined ? { page: 'unknown' } : { page: 'lesson', lesson };
}

/** The step that the address names, whoever wrote it; null when it names none. The rest of it is read by `links`. */
export function stepInAddress(): string | null {
  return new URLSearchParams(location.search).get('step');
}

const MOVED = 'wire101:moved';

/** Goes to a page of the course, or a place in one, without loading anew; the lab and its connections live on. */
export function navigate(path: string): void {
  if (path === location.pathname || path === location.pathname + location.hash) return;
  history.pushState(null, '', path);
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

/** The path now; renders again when it changes. */
export function usePath(): string {
  return useSyncExternalStore(watchPath, () => location.pathname);
}

/** The place in the page that the address names: what follows the #; renders again when it changes. */
export function usePlace(): string {
  return useSyncExternalStore(watchPath, () => location.hash.slice(1));
}

function watchPath(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener('hashchange', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener('hashchange', listener);
    removeEventListener(MOVED, listener);
  };
}
