import { useSyncExternalStore } from 'react';
import { hrefOf, pathIn } from '../ui/address';

/** A page of the course, as an address names it. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly lesson: string }
  | { readonly page: 'workbench' }
  | { readonly page: 'glossary' }
  /** What was recorded elsewhere. */
  | { readonly page: 'open' }
  /** A server that is watched through a relay, shown by this lab. */
  | { readonly page: 'watch'; readonly lab: string }
  /** A class: its teacher's pages, `/teach` and `/teach/wall`, and where students join, `/class` or `/class/<code>`. */
  | { readonly page: 'class' }
  | { readonly page: 'unknown' };

/** The page of a path. A trailing slash makes no difference. */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === '/') return { page: 'home' };
  if (path === '/workbench') return { page: 'workbench' };
  if (path === '/glossary') return { page: 'glossary' };
  if (path === '/open') return { page: 'open' };
  if (/^\/(teach|class)(\/\w+)?$/.test(path)) return { page: 'class' };
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

/** Goes to a path of the course, or a place in one, without a reload: the lab's connections stay open. */
export function navigate(path: string): void {
  const here = currentPath();
  if (path === here || path === here + location.hash) return;
  // What a watched server or a recording shows is not of the course's lab.
  if (nameOf(sessionOf(path)) !== nameOf(sessionOf(here))) {
    location.assign(hrefOf(path));
    return;
  }
  history.pushState(null, '', hrefOf(path));
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

/** What the page of this path shows: a lab of its own (null), the lab of a watched server, or a recording. */
export function sessionOf(path: string): { readonly lab: string } | 'recording' | null {
  const route = routeOf(new URL(path, 'http://a').pathname);
  if (route.page === 'open') return 'recording';
  return route.page === 'watch' ? { lab: route.lab } : null;
}

const nameOf = (session: ReturnType<typeof sessionOf>): string =>
  session === null ? '' : session === 'recording' ? session : session.lab;

/** The path of the page within the course. */
export const currentPath = (): string => pathIn(location.pathname);

/** The path of the page within the course; renders again when it changes. */
export function usePath(): string {
  return useSyncExternalStore(watchPath, currentPath);
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
