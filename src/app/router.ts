import { useSyncExternalStore } from 'react';

/** A page of the course, as an address names it. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly lesson: string }
  | { readonly page: 'workbench' }
  | { readonly page: 'glossary' }
  /** A server that is watched through a relay, shown by this lab. */
  | { readonly page: 'watch'; readonly lab: string }
  | { readonly page: 'unknown' };

/** The page of a path. A trailing slash makes no difference. */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === '/') return { page: 'home' };
  if (path === '/workbench') return { page: 'workbench' };
  if (path === '/glossary') return { page: 'glossary' };
  const lab = /^\/watch\/(\w+)$/.exec(path)?.[1];
  if (lab !== undefined) return { page: 'watch', lab };
  const lesson = /^\/lessons\/([\w-]+)$/.exec(path)?.[1];
  return lesson === undefined ? { page: 'unknown' } : { page: 'lesson', lesson };
}

/** The step that the address names, or null. `links` reads the rest of the address. */
export function stepInAddress(): string | null {
  return new URLSearchParams(location.search).get('step');
}

const MOVED = 'wire101:moved';

/** Goes to a page of the course, or a place in one, without a reload: the lab's connections stay open. */
export function navigate(path: string): void {
  if (path === location.pathname || path === location.pathname + location.hash) return;
  // The lab of a watched server is not one of the course.
  if (labOf(path) !== labOf(location.pathname)) {
    location.assign(path);
    return;
  }
  history.pushState(null, '', path);
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

/** The lab that the page of this path shows; null for one of its own. */
export function labOf(path: string): string | null {
  const route = routeOf(new URL(path, location.origin).pathname);
  return route.page === 'watch' ? route.lab : null;
}

/** The path; renders again when it changes. */
export function usePath(): string {
  return useSyncExternalStore(watchPath, () => location.pathname);
}

/** The current fragment of the address; renders again when it changes. */
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
