/** Digits of `id`, twice, of `atMicros` within a day, and the name: what varies between messages. */
const ROOM = 24;

/**
 * The text of a numbered, stamped message (`{"id":…,"atMicros":…,"text":…}`): "News 7", followed by as many spaces as make every such
 * message equally long, so that ways to send them can be compared by their bytes.
 */
export function evenText(name: string, id: number, atMicros: number): string {
  const text = `${name} ${id}`;
  return text.padEnd(ROOM - `${id}${atMicros}`.length);
}
