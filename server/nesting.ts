const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Whether JSON nests lists and objects deeper than `depth`. What is nested a hundred thousand times is a short message that
 * takes a hundred times its size to be read, and cannot be written again. Takes time in proportion to the text; of a text
 * that is no JSON it says something, and the parser says the rest.
 */
export function isNestedDeeper(json: string, depth: number): boolean {
  // Shorter, it cannot be.
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

/** Where the string that begins at `start` ends; beyond the text when it does not. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return json.length;
}
