const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Whether JSON nests lists and objects deeper than `depth`. A short message that is nested a hundred thousand times takes a hundred
 * times its size to parse, and cannot be serialized again. Takes time in proportion to the text. The result means nothing for text
 * that is not JSON, which the parser will refuse.
 */
export function isNestedDeeper(json: string, depth: number): boolean {
  // A shorter text cannot be.
  if (json.length <= depth) return false;
  let open = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === 91 || code === 123) {
      if (++open > depth) return true;
    } else if (code === 93 || code === 125) open--;
  }
  return false;
}

/** Where the string that begins at `start` ends; past the end of the text when it is not closed. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return json.length;
}
