/** Stands for Node's `path`, for paths with slashes. */
export const sep = '/';

export function normalize(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' && !isAbsolute) parts.push(part);
    else if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  const text = parts.join('/');
  return isAbsolute ? `/${text}` : text || '.';
}
export const join = (...parts: string[]): string => normalize(parts.filter((part) => part !== '').join('/'));
export function resolve(...parts: string[]): string {
  const last = parts.findLastIndex((part) => part.startsWith('/'));
  return normalize(last < 0 ? ['/app', ...parts].join('/') : parts.slice(last).join('/'));
}
export const basename = (path: string, ending = ''): string => {
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return ending && name.endsWith(ending) && name !== ending ? name.slice(0, -ending.length) : name;
};
export function dirname(path: string): string {
  const at = path.replace(/\/+$/, '').lastIndexOf('/');
  return at > 0 ? path.slice(0, at) : at === 0 ? '/' : '.';
}
export const extname = (path: string): string => /[^/](\.[^./]*)$/.exec(path)?.[1] ?? '';
export const isAbsolute = (path: string): boolean => path.startsWith('/');
const all = { sep, normalize, join, resolve, basename, dirname, extname, isAbsolute };
export default { ...all, posix: all };
