import type { Selection } from '../../timeline/pointing';
import type { Traffic } from '../traffic';
import { firstFrameOf } from './first-frame';

/** The text to send. */
const TEXT = 'hi';

/** An empty line is two bytes; with the end of the line before it, four. */
const MAX_BYTES = 4;

/** Null once `hi` went over the upgraded connection and the selection ends at its last byte of HTTP, otherwise what is missing. */
export function missingBorder(traffic: Traffic, selection: Selection | null): string | null {
  const { decoder } = traffic.capture;
  const texts = traffic.units
    .filter(({ layer, kind, sender }) => layer === 'websocket' && kind === 'text' && sender === 'client')
    .map((unit) => ({ unit, text: new TextDecoder().decode(decoder.contentOf(unit)) }));
  if (!firstFrameOf(traffic)) return 'No text has gone over an upgraded connection of yours yet.';
  const hits = texts.filter(({ text }) => text === TEXT).map(({ unit }) => unit.connection);
  if (hits.length === 0) return `You sent “${texts.at(-1)?.text}”; the text “${TEXT}” is still to come.`;
  const port = traffic.capture.connection(hits.at(-1)!)?.client.port;
  if (selection === null)
    return `The text has arrived, on port ${port}. Now select the empty line that ends HTTP.`;
  const range = decoder.toWire(selection.unit, selection.range ?? undefined).ranges.at(-1);
  const switchedAt = range && decoder.connection(range.connection)?.switchedAt;
  if (!range || !switchedAt || !hits.includes(range.connection)) {
    return `The selection is on another connection than your text, which went over port ${port}.`;
  }
  const size = range.end - range.start;
  if (range.end !== switchedAt[range.sender]) {
    return range.start >= switchedAt[range.sender]
      ? 'The selection is in a frame already: HTTP ended before it.'
      : 'The selection is HTTP, and more HTTP follows it.';
  }
  if (range.sender === 'client')
    return 'Your browser’s HTTP ends there, but the server still had to answer in HTTP.';
  if (size > MAX_BYTES)
    return `You have selected ${size} bytes that end in the right place. Now select only the empty line.`;
  return null;
}
