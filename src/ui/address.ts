/**
 * Where the pages are published, which may be below a path of their host: "https://wire.example/101/". The server writes
 * into each page how to get there from it, whatever is in between. Read once, since the page's own address changes.
 */
const root = new URL(
  typeof document === 'undefined' ? 'http://localhost/' : (document.documentElement.dataset.root ?? '/'),
  typeof document === 'undefined' ? undefined : location.href,
);

/** The address of the first page, without a slash at its end. */
export const ROOT = root.href.replace(/\/$/, '');

/** The path of a page at its host: `/glossary` → `/101/glossary`. */
export const hrefOf = (path: string): string => root.pathname + path.slice(1);

/** The opposite: the page at a path of the host. */
export const pathIn = (pathname: string): string => {
  const isBelow = `${pathname}/`.startsWith(root.pathname);
  return isBelow ? `/${pathname.slice(root.pathname.length)}` : pathname;
};

/** The same address for people elsewhere, where the server says that they need another one. */
export const forOthers = (address: string, shared = ROOT): string => shared + address.slice(ROOT.length);
