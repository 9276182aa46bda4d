import { type HttpHead, headerOf } from '../http-head';
import type { Fault } from '../layer-unit';
import { shortTarget } from '../text';
import { fault, quote, START } from './fields';

/** The answer to an opening handshake that is no 101, and what a browser makes of it. */
export function faultsOfRefusal(request: HttpHead, response: HttpHead): readonly Fault[] {
  const { status, reason } = response;
  const message = `The server answered the opening handshake with ${`${status} ${reason}`.trim()} instead of 101, so no WebSocket was opened.`;
  const effect = `A browser’s WebSocket fails: onerror, then onclose with 1006. The page learns neither the status nor the body; Chromium writes “${said(status)}” to the console.${aside(status)}`;
  const refusal = fault({ start: 0, end: `${response.version} ${status}`.length }, message, 'RFC 6455 §4.1', {
    kind: 'notice',
    effect,
    hint: cause(request, response),
  });
  return [...(status === 426 ? upgradeRequired(request, response) : []), refusal];
}

/** A response before the final one: HTTP allows it, and Chromium does not (RFC 9110 §15.2). */
export function faultsOfInterim({ version, status }: HttpHead): readonly Fault[] {
  const message = `This interim response, ${status}, comes before the answer to the opening handshake.`;
  const effect = `Chromium fails the WebSocket at it, with “${said(status)}”; ws reads on. HTTP allows it.`;
  return [
    fault({ start: 0, end: `${version} ${status}`.length }, message, 'RFC 9110 §15.2', {
      kind: 'notice',
      effect,
    }),
  ];
}

function said(status: number): string {
  if (status === 401) return 'HTTP Authentication failed; no valid credentials available';
  if (status === 407) return 'Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH';
  return `Unexpected response code: ${status}`;
}

function aside(status: number): string {
  if (/^30[12378]$/.test(`${status}`)) return ' It does not follow the redirect.';
  if (status === 401) return ' It does not ask for a password.';
  return '';
}

/** A likely cause of each status, with what in the two heads speaks for it. */
function cause(request: HttpHead, response: HttpHead): string {
  const { status } = response;
  const path = quote(shortTarget(request.target));
  if (status === 200)
    return `The server may not handle Upgrade at ${path}, or something on the way removed the header.`;
  if (status === 404) return `This server may not open WebSockets at ${path}.`;
  const versions = headerOf(response, 'sec-websocket-version');
  if ((status === 426 || status === 400) && versions !== null) return versionHint(request, versions);
  const origin = headerOf(request, 'origin');
  if (status === 403 && origin !== null)
    return `Servers often answer 403 to an Origin that they do not allow: this one is ${quote(origin)}.`;
  if (status === 502 || status === 503 || status === 504)
    return 'A proxy or load balancer may have answered because the server behind it did not.';
  const location = headerOf(response, 'location');
  return status >= 300 && status < 400 && location !== null
    ? `The WebSocket may be at ${quote(location)}.`
    : '';
}

/** What a refusal says of versions, if the request asks for none of them (RFC 6455 §4.4). */
function versionHint(request: HttpHead, versions: string): string {
  const asked = headerOf(request, 'sec-websocket-version');
  const spoken = versions.split(',').map((version) => version.trim());
  if (asked !== null && spoken.includes(asked)) return '';
  const said = spoken.length === 1 ? `version ${quote(spoken[0]!)}` : `versions ${quote(spoken.join(', '))}`;
  return `The server names ${said}, and the request ${asked === null ? 'names none' : `asks for ${quote(asked)}`}.`;
}

function upgradeRequired(request: HttpHead, response: HttpHead): readonly Fault[] {
  const faults: Fault[] = [];
  if (headerOf(response, 'upgrade') === null) {
    const message = 'A 426 response must name the required protocol in an Upgrade header: there is none.';
    faults.push(fault(START, message, 'RFC 9110 §15.5.22'));
  }
  const asked = headerOf(request, 'sec-websocket-version');
  if (asked !== null && asked !== '13' && headerOf(response, 'sec-websocket-version') === null) {
    const message = `A server that does not support version ${quote(asked)} must list its versions in Sec-WebSocket-Version: there is none.`;
    faults.push(fault(START, message, 'RFC 6455 §4.4'));
  }
  return faults;
}
