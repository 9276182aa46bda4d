import { quote } from '../text';
import { controlIn } from './fields';
import { blemish, type Finding, failure, NODE_READS_ON, NODE_REFUSES } from './finding';

/** What is wrong with a request target at `at` (RFC 9112 §3.2): its characters, then its form. */
export function faultsOfTarget(method: string, target: string, at: number): Finding[] {
  return [...faultsOfCharacters(target, at), ...faultsOfForm(method, target, at)];
}

function faultsOfCharacters(target: string, at: number): Finding[] {
  const spec = 'RFC 9112 §3.2';
  const found: Finding[] = [];
  const oneByte = (index: number) => ({ start: at + index, end: at + index + 1 });
  const blank = target.search(/[ \t]/);
  if (blank >= 0) {
    const message = `A request target has no whitespace: ${target[blank] === '\t' ? 'a tab is written %09' : 'a space is written %20'}.`;
    found.push(failure(oneByte(blank), spec, message, { effect: NODE_REFUSES }));
  }
  const high = target.search(/[\x80-\xff]/);
  if (high >= 0) {
    const last = target.slice(high).search(/[^\x80-\xff]/);
    const end = last < 0 ? target.length : high + last;
    const bytes = Uint8Array.from(target.slice(high, Math.min(end, high + 64)), (c) => c.charCodeAt(0));
    const written = Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase()}`);
    const shown = written.slice(0, 4).join('') + (written.length > 4 ? '…' : '');
    const message = `A request target is ASCII: other characters are percent-encoded, here as ${shown}.`;
    found.push(failure({ start: at + high, end: at + end }, spec, message, { effect: NODE_REFUSES }));
  }
  const control = controlIn(target, '\t');
  if (control >= 0) {
    const message = 'A request target has no control characters.';
    found.push(failure(oneByte(control), spec, message, { effect: NODE_REFUSES }));
  }
  const odd = target.search(/["<>\\^`{|}]/);
  if (odd >= 0) {
    const code = target.charCodeAt(odd).toString(16).toUpperCase();
    const message = `${quote(target[odd]!)} cannot stand in a URI: it is percent-encoded, %${code}.`;
    const isInHost = odd < (/^[a-z]+:\/\/[^/?]*/i.exec(target)?.[0].length ?? 0);
    const finding = isInHost ? failure : blemish;
    const effect = isInHost ? NODE_REFUSES : NODE_READS_ON;
    found.push(finding(oneByte(odd), 'RFC 3986 §2', message, { effect }));
  }
  const percent = target.search(/%(?![0-9a-f]{2})/i);
  if (percent >= 0) {
    const message = 'Two hexadecimal digits follow a percent sign; a percent sign itself is written %25.';
    found.push(blemish(oneByte(percent), 'RFC 3986 §2.1', message, { effect: NODE_READS_ON }));
  }
  const hash = target.indexOf('#');
  if (hash >= 0) {
    const message =
      'A fragment stays with the client: “#” and what follows it are not part of a request target.';
    const effect = 'Node’s server takes it, and gives it to the program as part of the URL.';
    const range = { start: at + hash, end: at + target.length };
    found.push(blemish(range, 'RFC 9110 §7.1', message, { effect }));
  }
  return found;
}

function faultsOfForm(method: string, target: string, at: number): Finding[] {
  const range = { start: at, end: at + target.length };
  if (method === 'CONNECT') {
    if (/^(?:[\w.~!$&'()*+,;=%-]+|\[[\w.:]+\]):\d+$/.test(target)) return [];
    const message = `The target of CONNECT is a host and a port, such as example.com:443, not ${quote(target)}.`;
    const effect = 'Node’s server takes it: the program decides.';
    return [blemish(range, 'RFC 9112 §3.2.3', message, { effect })];
  }
  if (target[0] === '/') return [];
  if (target === '*') {
    if (method === 'OPTIONS') return [];
    const message = `Only OPTIONS has the target “*”, which means the whole server; ${method} needs a path.`;
    return [blemish(range, 'RFC 9112 §3.2.4', message, { effect: NODE_READS_ON })];
  }
  const authority = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  if (authority !== undefined) {
    if (!authority.includes('@')) return [];
    const message = 'A user name does not stand in a request target: it goes into Authorization.';
    return [blemish(range, 'RFC 9110 §4.2.4', message)];
  }
  if (/^[\w.-]+:\d+$/.test(target)) {
    const message = `Only CONNECT has a host and a port alone as its target; ${method} needs a path.`;
    return [failure(range, 'RFC 9112 §3.2.3', message, { effect: NODE_REFUSES })];
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    const scheme = target.slice(0, target.indexOf(':'));
    if (/^wss?$/i.test(scheme)) {
      const message = `The target of a request for a WebSocket is a path, or begins with http:// or https://, not ${quote(`${scheme}://`)}.`;
      return [blemish(range, 'RFC 6455 §4.1', message, { effect: NODE_READS_ON })];
    }
    // The grammar has any scheme here.
    const message = `Servers of HTTP commonly know targets with http:// and https://, and this one begins with ${quote(`${scheme}://`)}.`;
    const kind = 'notice';
    if (/^[a-z]+$/i.test(scheme)) {
      return [blemish(range, 'RFC 9112 §3.2.2', message, { kind, effect: NODE_READS_ON })];
    }
    return [failure(range, 'RFC 9112 §3.2.2', message, { kind, effect: NODE_REFUSES })];
  }
  const message = `A path begins with “/”, and this request target with ${quote(target.slice(0, 12))}.`;
  if (target[0] === '*') return [blemish(range, 'RFC 9112 §3.2.1', message, { effect: NODE_READS_ON })];
  return [failure(range, 'RFC 9112 §3.2.1', message, { effect: NODE_REFUSES })];
}
