import { textOf } from './text';

/** As every Socket.IO library writes a placeholder; the digit is at `DIGIT`. */
const USUAL = Uint8Array.from('{"_placeholder":true,"num":0}', (character) => character.charCodeAt(0));
const DIGIT = USUAL.length - 2;
const BACKSLASH = 92;
const UNDERSCORE = 95;

/**
 * Which of so many attachments the placeholders in a packet's payload, sound JSON, name; null when one of these does not
 * exist. As socket.io-parser looks for them when it puts the attachments in.
 */
export function placeholdersIn(json: Uint8Array, count: number): readonly boolean[] | null {
  const used = Array<boolean>(count).fill(false);
  if (json.length === 0) return used;
  const isUsual = findUsual(json, used);
  if (isUsual) return used;
  return findAll(JSON.parse(textOf(json)), used) ? used : null;
}

/** Finds placeholders that are written as usual. False when there may be others, so that the JSON must be read. */
function findUsual(json: Uint8Array, used: boolean[]): boolean {
  if (json.includes(BACKSLASH)) return false;
  for (let at = json.indexOf(UNDERSCORE); at >= 0; at = json.indexOf(UNDERSCORE, at + 1)) {
    if (json[at + 1] !== 112) continue;
    // “_p” begins a placeholder, or is any text: only the usual form is known to be one.
    const start = at - 2;
    for (let index = 0; index < USUAL.length; index++) {
      if (index !== DIGIT && json[start + index] !== USUAL[index]) return false;
    }
    const num = json[start + DIGIT]! - 48;
    if (num < 0 || num >= used.length) return false;
    used[num] = true;
  }
  return true;
}

/** The same in any JSON; false when a placeholder names an attachment that does not exist. */
function findAll(data: unknown, used: boolean[]): boolean {
  const waiting: unknown[] = [data];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('_placeholder' in value && value._placeholder === true) {
      const num = 'num' in value ? value.num : null;
      if (typeof num !== 'number' || num < 0 || num >= used.length) return false;
      if (Number.isInteger(num)) used[num] = true;
    } else for (const inner of Object.values(value)) waiting.push(inner);
  }
  return true;
}
