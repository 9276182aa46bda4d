const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "1 byte", "1,024 bytes". */
export function bytes(size: number): string {
  return `${size.toLocaleString('en-US')} ${size === 1 ? 'byte' : 'bytes'}`;
}

/** A number in a sentence: "three", but "12". */
export function inWords(value: number): string {
  return WORDS[value] ?? value.toLocaleString('en-US');
}

/** A part of a whole in a sentence: "three of ten", "none of ten". */
export function outOf(part: number, whole: number): string {
  return `${part === 0 ? 'none' : inWords(part)} of ${inWords(whole)}`;
}

/** To begin a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A time between two instants on the capture's clock: "0.84 ms", "12 ms", "1.2 s". */
export function milliseconds(fromMicros: number, toMicros: number): string {
  const ms = Math.max(0, toMicros - fromMicros) / 1000;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
}
