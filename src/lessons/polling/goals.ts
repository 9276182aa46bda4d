import { measureNews } from '../parts/news';
import { inWords, milliseconds } from '../prose/say';
import type { Traffic } from '../traffic';

const FRESH_MICROS = 100_000;
const MAX_REQUESTS = 2;

/** Null once a piece of news was written soon enough, with few enough requests, otherwise what is missing. */
export function missingFresh(traffic: Traffic): string | null {
  const { requests, news } = measureNews(traffic);
  if (requests === 0) return 'No request for news has been made yet.';
  const first = news.toSorted((a, b) => a.writtenAt - a.happenedAt - (b.writtenAt - b.happenedAt))[0];
  const isFew = requests <= MAX_REQUESTS;
  if (!first)
    return `${capital(inWords(requests))} ${requests === 1 ? 'request' : 'requests'}, and no news yet.`;
  const isFresh = first.writtenAt - first.happenedAt < FRESH_MICROS;
  if (isFresh && isFew) return null;
  const late = `the freshest piece was ${milliseconds(first.happenedAt, first.writtenAt)} old`;
  return `${capital(inWords(requests))} ${requests === 1 ? 'request' : 'requests'}, and ${late}${isFew ? '' : ': too many requests'}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
