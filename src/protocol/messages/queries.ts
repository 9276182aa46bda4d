import * as v from 'valibot';
import { type Bounds, objectSentence, range, wholeNumber } from './members';

/** A query parameter that is a number, read by the given schema. */
const numeric = (schema: ReturnType<typeof range>) => v.pipe(v.string(), v.transform(Number), schema);

/** The query of `POST raw`: `to=bytes&pieces=2,2,2&gapMs=100`. */
export function rawQuery({ rawBytes, rawPieces, rawGapMs }: Bounds<'rawBytes' | 'rawPieces' | 'rawGapMs'>) {
  const sizes = v.message(
    v.pipe(
      v.string(),
      v.transform((text) => (text === '' ? [] : text.split(',').map(Number))),
      v.array(range(1, rawBytes)),
      v.maxLength(rawPieces),
    ),
    `pieces are at most ${rawPieces} sizes in bytes: pieces=2,2,2.`,
  );
  return v.object({
    /** `bytes`: a server without a protocol that echoes every byte; otherwise this server. */
    to: v.fallback(v.picklist(['http', 'bytes']), 'http'),
    /** Each size is one write on the client's socket; the rest is the last one. */
    pieces: v.optional(sizes, ''),
    /** Between one piece and the next. */
    gapMs: v.optional(numeric(wholeNumber('gapMs', 0, rawGapMs)), '0'),
  });
}

/** How a raw write is cut. */
export type RawCut = Readonly<Pick<v.InferOutput<ReturnType<typeof rawQuery>>, 'pieces' | 'gapMs'>>;

/** The query of the feed: `after=SEQ`, the last record that the page has; anything else counts as 0, none. */
export const feedQuery = v.object({
  after: v.fallback(numeric(range(0, Number.MAX_SAFE_INTEGER)), 0),
});

const clock = { clock: v.message(v.pipe(v.number(), v.finite()), 'clock is a time in milliseconds.') };
/** What a page asks on its feed: `{"clock": pageMs}`, answered with a `clock` record. */
export const clockQuestion = v.object(clock, objectSentence(clock, '{"clock": 1234.5}'));
