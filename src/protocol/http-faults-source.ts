import { Fetched } from './fetched';

type HttpFaults = typeof import('./http-faults/index');

/**
 * What reads messages that break rules of HTTP, and says which: fetched with the first message that does not obviously
 * keep to them all.
 */
export const httpFaults = new Fetched<HttpFaults>('the rules of HTTP', () => import('./http-faults/index'));
