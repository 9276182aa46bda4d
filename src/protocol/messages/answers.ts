import * as v from 'valibot';
import { range } from './members';

/** The answer to `POST raw`: a TCP connection that the server has opened to itself. */
export const rawOpened = v.object({
  /** Its number among the lab's raw connections, from 1: `raw/<n>`. */
  raw: range(1, Number.MAX_SAFE_INTEGER),
  /** Port of its client end, to find it in the capture. */
  port: range(1, 65_535),
  /** From `connect()` to connected, as the client saw it: microseconds. */
  connectMicros: v.number(),
});
export type RawOpened = Readonly<v.InferOutput<typeof rawOpened>>;

/** One piece of news: in the answer to `GET news`, and the data of an event. */
export const newsItem = v.object({
  id: range(1, Number.MAX_SAFE_INTEGER),
  /** When it happened, on the lab's clock: microseconds. */
  atMicros: v.number(),
  text: v.string(),
});
export type NewsItem = Readonly<v.InferOutput<typeof newsItem>>;
