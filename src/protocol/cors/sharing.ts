import { type HttpHead, headerOf } from '../http-head';
import type { Fault } from '../layer-unit';
import { fault, quote } from '../opening/fields';
import { failedCheck, lacksCredentials } from './check';
import { failedPreflight, isPreflight } from './preflight';

/** What a browser keeps from a page of another origin because of this response: the first reason, as browsers tell it. */
export function faultsOfSharing(request: HttpHead, response: HttpHead): readonly Fault[] {
  const isAsking = isPreflight(request);
  const hasCookies = headerOf(request, 'cookie') !== null;
  const reason = isAsking ? failedPreflight(request, response) : failedCheck(request, response, hasCookies);
  if (reason === null) return [];
  const { range, why, spec, said, hint = '' } = reason;
  const isNext = hasCookies && !isAsking && !reason.isOfCredentials;
  const lack = isNext ? lacksCredentials(response) : null;
  const next = lack === null ? '' : ` ${lack}`;
  const origin = quote(headerOf(request, 'origin') ?? '');
  const message = isAsking
    ? `A browser does not send the request that this preflight of ${origin} asks for: ${why}.`
    : `A browser hides this response from scripts of ${origin}: ${why}.${next}`;
  const effect = `Chromium says “${said}”${isAsking ? '' : ' The server has done its work all the same.'}`;
  return [fault(range, message, spec, { kind: 'notice', effect, hint })];
}
