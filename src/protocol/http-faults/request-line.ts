import type { ByteRange } from '../layer-unit';
import { quote } from '../text';
import { blemish, type Finding, failure, NODE_READS_ON, NODE_REFUSES } from './finding';
import { faultsOfTarget } from './request-target';

/** Methods that servers commonly know. */
const METHODS =
  ' GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY PROPFIND PROPPATCH PURGE QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK UNSUBSCRIBE ';

/** A request line as servers may take it apart: words between spaces and tabs (RFC 9112 §3). Offsets count in the line. */
export interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly targetAt: number;
  /** Empty when there is none. */
  readonly version: string;
  readonly versionAt: number;
  readonly first: string;
  readonly second: string;
}

const LINE = /^([!#$%&'*+.^_`|~\w-]+)([ \t]+)(.*)$/s;

/** A whole line without its end; null when it is no request line, however much a reader forgives. */
export function readRequestLine(text: string): RequestLine | null {
  const [, method, first, rest] = LINE.exec(text) ?? [];
  if (method === undefined || first === undefined || rest === undefined) return null;
  const trimmed = withoutEndBlanks(rest);
  const lastSpace = Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf('\t'));
  const version = trimmed.slice(lastSpace + 1);
  const restAt = method.length + first.length;
  if (/^HTTP(?:\/?\d|$)/i.test(version)) {
    const target = withoutEndBlanks(trimmed.slice(0, lastSpace + 1));
    const second = trimmed.slice(target.length, lastSpace + 1);
    return { method, first, target, targetAt: restAt, second, version, versionAt: restAt + lastSpace + 1 };
  }
  const isTarget = lastSpace < 0 && /^(?:[/*]|https?:)/.test(trimmed);
  if (!isTarget) return null;
  const versionAt = restAt + trimmed.length;
  return { method, first, target: trimmed, targetAt: restAt, second: '', version: '', versionAt };
}

/** A regular expression would take quadratic time here. */
function withoutEndBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r'.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Whether this could be the beginning of a request line. */
export function mayBeRequestLine(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]{1,32}(?:$|[ \t])/.test(text);
}

/** What is wrong with a request line at `at` (RFC 9112 §3); `text` is without its CR LF. */
export function faultsOfRequestLine(text: string, at: number): Finding[] {
  const line = readRequestLine(text);
  if (line === null) return [];
  const found: Finding[] = [];
  const { method, target, targetAt, version, versionAt, first, second } = line;
  const range = (start: number, end: number): ByteRange => ({ start: at + start, end: at + end });
  found.push(...faultsOfMethod(method, range(0, method.length)));
  found.push(...faultsOfGap(first, range(method.length, targetAt)));
  if (target === '') {
    const message = 'A request target, such as a path, stands between the method and the version.';
    found.push(failure(range(0, text.length), 'RFC 9112 §3.2', message, { effect: NODE_REFUSES }));
  } else found.push(...faultsOfTarget(method, target, at + targetAt));
  if (second !== '') found.push(...faultsOfGap(second, range(versionAt - second.length, versionAt)));
  found.push(...faultsOfVersion(version, range(versionAt, versionAt + version.length), at));
  const end = versionAt + version.length;
  if (text.length > end) {
    const message = 'The request line ends with the version: nothing stands between it and CR LF.';
    found.push(failure(range(end, text.length), 'RFC 9112 §3', message, { effect: NODE_REFUSES }));
  }
  return found;
}

function faultsOfMethod(method: string, range: ByteRange): Finding[] {
  if (METHODS.includes(` ${method} `)) return [];
  const upper = method.toUpperCase();
  if (METHODS.includes(` ${upper} `)) {
    const message = `Methods are case-sensitive: ${quote(method)} is not ${upper}.`;
    return [failure(range, 'RFC 9110 §9.1', message, { effect: NODE_REFUSES })];
  }
  const message = `${quote(method)} is not a method that servers commonly know.`;
  const known = METHODS.trim().split(' ');
  const end = known.find((name) => name.length < method.length && method.endsWith(name));
  const hint =
    end === undefined
      ? undefined
      : `It ends with ${end}: what comes before it may be left over from the message before, if that is longer than its Content-Length says.`;
  const more = { effect: NODE_REFUSES, kind: 'notice' as const };
  return [failure(range, 'RFC 9110 §9.1', message, hint === undefined ? more : { ...more, hint })];
}

function faultsOfGap(gap: string, range: ByteRange): Finding[] {
  if (gap === ' ') return [];
  if (/[\t\r]/.test(gap)) {
    const sign = gap.includes('\t') ? 'a tab' : 'a CR';
    const message = `One space separates the parts of the request line, not ${sign}.`;
    return [failure(range, 'RFC 9112 §3', message, { effect: NODE_REFUSES })];
  }
  const message = `One space separates the parts of the request line, and here are ${gap.length}.`;
  return [blemish(range, 'RFC 9112 §3', message, { effect: NODE_READS_ON })];
}

function faultsOfVersion(version: string, range: ByteRange, lineAt: number): Finding[] {
  const spec = 'RFC 9112 §2.3';
  if (/^HTTP\/1\.[01]$/.test(version)) return [];
  if (version === '') {
    const message = 'The request line ends with the version, HTTP/1.1: only HTTP/0.9 has none.';
    const effect = 'Node’s server answers it and ends the connection.';
    return [failure({ start: lineAt, end: range.end }, 'RFC 9112 §3', message, { effect })];
  }
  if (/^http\/1\.[01]$/i.test(version)) {
    const message = `The name of the version is in capital letters: HTTP, not ${quote(version.slice(0, 4))}.`;
    return [failure(range, spec, message, { effect: NODE_REFUSES })];
  }
  if (!/^HTTP\/\d\.\d$/.test(version)) {
    const message = `A version is HTTP/, a digit, a dot and a digit, not ${quote(version)}.`;
    return [failure(range, spec, message, { effect: NODE_REFUSES })];
  }
  if (version[5] === '1') {
    const message = `There is no ${version}: HTTP/1.1 is the last version of HTTP/1.`;
    return [failure(range, spec, message, { effect: NODE_REFUSES })];
  }
  const isAnswered = version === 'HTTP/0.9' || version === 'HTTP/2.0';
  const effect = isAnswered ? 'Node’s server answers it and ends the connection.' : NODE_REFUSES;
  const message =
    version === 'HTTP/0.9'
      ? 'HTTP/0.9 has no version in its request line: only HTTP/1.0 and HTTP/1.1 are written like this.'
      : `${version} is not written like this: only HTTP/1.0 and HTTP/1.1 have request lines.`;
  return [failure(range, spec, message, { effect })];
}
