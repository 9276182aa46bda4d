import { type HttpHead, listsToken } from '../http-head';
import { quote } from '../text';
import { fieldsOf, rangeOf } from './fields';
import { blemish, type Finding, failure, NODE_READS_ON, NODE_REFUSES } from './finding';

const HOST = /^(?:[\w.~!$&'()*+,;=%-]*|\[(?:[0-9a-f:.]+|v[0-9a-f]+\.[\w.~!$&'()*+,;=:-]+)\])(?::(\d*))?$/i;
const SPEC = 'RFC 9112 §3.2';

/** What is wrong with the Host fields of a request; `startLine` is where one would have to follow. */
export function faultsOfHost(head: HttpHead, startLine: { start: number; end: number }): Finding[] {
  const hosts = fieldsOf(head, 'host');
  const [host, second] = hosts;
  if (host === undefined) {
    if (head.version !== 'HTTP/1.1') return [];
    const message = 'An HTTP/1.1 request must have a Host header; a server answers 400 without it.';
    if (listsToken(head, 'connection', 'upgrade') && fieldsOf(head, 'upgrade').length > 0) {
      const effect = 'Node’s server answers 400, but not if its program takes upgrades.';
      return [{ ...blemish(startLine, SPEC, message, { effect }), isLate: true }];
    }
    return [{ ...failure(startLine, SPEC, message, { effect: NODE_REFUSES }), isLate: true }];
  }
  const found: Finding[] = [];
  if (second !== undefined) {
    const message = `A request has one Host field, and this one has ${hosts.length}.`;
    const effect = 'Node’s server takes the first one, though servers must answer 400.';
    found.push(blemish(rangeOf(second), SPEC, message, { effect }));
  }
  const { value } = host;
  const range = rangeOf(host);
  const [matched, port] = HOST.exec(value) ?? [];
  if (matched === undefined) {
    const message = `Host is a name or an address, and perhaps a port, not ${quote(value)}.`;
    const isUrl = value.includes('://');
    const more = isUrl ? { hint: 'This is a whole URL: Host has only the host and the port of it.' } : {};
    found.push(blemish(range, 'RFC 9110 §7.2', message, { effect: NODE_READS_ON, ...more }));
  } else if (port !== undefined && Number(port) > 65535) {
    const message = `A port is at most 65535, and this one is ${port}.`;
    found.push(blemish(range, 'RFC 9293 §3.1', message, { effect: NODE_READS_ON }));
  }
  // Without a user name, which has no place in Host.
  const named = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(head.target)?.[1];
  if (matched !== undefined && named !== undefined && named.toLowerCase() !== value.toLowerCase()) {
    const message = `Host is the same as in the target: it is ${quote(value)}, and the target names ${quote(named)}.`;
    const effect = 'A server that keeps to RFC 9112 §3.2.2 goes by the target.';
    found.push(blemish(range, SPEC, message, { effect }));
  }
  return found;
}
