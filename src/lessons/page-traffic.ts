import type { Recording } from '../capture/recording/recording';
import { type Traffic, trafficOf } from './traffic';

/** What the page's calls in a recording caused. */
export function pageTraffic({ capture }: Recording): Traffic {
  return trafficOf(capture, new Set(capture.calls.map(({ opener }) => opener)));
}
