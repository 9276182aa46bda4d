import type { Fault, Field } from '../layer-unit';
import { count, grouped, hexOf, PREVIEW_BYTES, quoteBytes, textOf } from '../text';
import { badUtf8At } from '../utf8';
import { citation, type MqttVersion } from './packet-types';

/** A packet with more fields shows the rest of it as one. */
export const MAX_FIELDS = 2000;
/** Most bytes of a variable byte integer (MQTT 5.0 §1.5.5). */
const MAX_VARINT_BYTES = 4;

/** A section of MQTT 5.0, and its number in MQTT 3.1.1 where that differs. */
export type Section = string | readonly [in5: string, in311: string];

/**
 * Reads a control packet from its first byte on, and keeps a field for each thing that it reads. It stops for good at a
 * missing byte, at a broken rule that leaves the rest without meaning, and at `MAX_FIELDS`.
 */
export class FieldReader {
  readonly fields: Field[] = [];
  /** The first broken rule. */
  fault: Fault | null = null;
  version: MqttVersion;
  at = 0;
  /** Where the packet ends, once its remaining length is known. */
  end = Number.POSITIVE_INFINITY;
  /** Nothing more can be read. */
  isStopped = false;
  readonly #bytes: Uint8Array;
  readonly #size: number;

  /** `bytes` are the first of the `size` that have come. */
  constructor(bytes: Uint8Array, size: number, version: MqttVersion) {
    this.#bytes = bytes;
    this.#size = size;
    this.version = version;
  }

  get hasMore(): boolean {
    return !this.isStopped && this.at < this.end;
  }

  cite(section: Section): string {
    return typeof section === 'string'
      ? citation(this.version, section)
      : citation(this.version, section[0], section[1]);
  }

  /** A rule is broken, but what follows can still be read. */
  blame(message: string, section: Section, start: number, end = this.at): void {
    this.fault ??= { message, spec: this.cite(section), range: { start, end: Math.max(end, start) } };
  }

  /** A rule is broken, and nothing after it can be read. */
  fail(message: string, section: Section, start: number, end = this.at): void {
    if (this.isStopped) return;
    this.blame(message, section, start, end);
    this.isStopped = true;
  }

  add(name: string, start: number, value: string, term: string, section: Section): void {
    if (this.at > start) {
      this.fields.push({ name, start, end: this.at, value, term, spec: this.cite(section) });
    }
  }

  /** Bits `[from, to)` of the byte before `at`, 0 the most significant. */
  addBits(name: string, from: number, to: number, value: string, term: string, section: Section): void {
    const start = this.at - 1;
    const bits = { start: from, end: to };
    this.fields.push({ name, start, end: this.at, bits, value, term, spec: this.cite(section) });
  }

  /** The next byte, to be shown as bits; 0 when it cannot be read. */
  byte(name: string, section: Section): number {
    if (!this.#take(1, name, section)) return 0;
    return this.#bytes[this.at - 1]!;
  }

  /** A number of `size` bytes; null when it cannot be read. */
  uint(name: string, size: number, term: string, section: Section, show = grouped): number | null {
    const start = this.at;
    if (!this.#take(size, name, section)) return null;
    let value = 0;
    for (let at = start; at < this.at; at++) value = value * 256 + this.#bytes[at]!;
    this.add(name, start, show(value), term, section);
    return value;
  }

  /** A variable byte integer (MQTT 5.0 §1.5.5); null when it cannot be read. */
  varint(name: string, term: string, section: Section, show = grouped): number | null {
    const start = this.at;
    const rule: Section = ['1.5.5', '2.2.3'];
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      if (!this.#take(1, name, section)) {
        this.at = start;
        return null;
      }
      const byte = this.#bytes[this.at - 1]!;
      value += (byte & 127) * factor;
      if (byte < 128) break;
      if (this.at - start === MAX_VARINT_BYTES) {
        this.add(name, start, 'too long', term, section);
        this.fail(`The ${name} goes on after its fourth byte.`, rule, start);
        return null;
      }
    }
    this.add(name, start, show(value), term, section);
    if (this.version === 5 && this.at - start > 1 && this.#bytes[this.at - 1] === 0) {
      this.blame(`The ${name} takes more bytes than it needs.`, rule, start);
    }
    return value;
  }

  /** UTF-8 text after its length (MQTT 5.0 §1.5.4); null when it cannot be read. */
  text(name: string, term: string, section: Section): string | null {
    const bytes = this.#counted(name, ['1.5.4', '1.5.3']);
    if (bytes === null) return null;
    const start = this.at - bytes.length;
    this.add(name, start, quoteBytes(bytes, 120), term, section);
    const bad = badUtf8At(bytes);
    const zero = bytes.indexOf(0);
    if (bad >= 0) this.blame(`The ${name} is not UTF-8.`, ['1.5.4', '1.5.3'], start + bad, start + bad + 1);
    else if (zero >= 0) {
      this.blame(`The ${name} has the character U+0000.`, ['1.5.4', '1.5.3'], start + zero, start + zero + 1);
    }
    return textOf(bytes);
  }

  /** Bytes after their length (MQTT 5.0 §1.5.6); null when they cannot be read. */
  data(name: string, term: string, section: Section): Uint8Array | null {
    const bytes = this.#counted(name, ['1.5.6', '1.5.3']);
    if (bytes !== null) this.add(name, this.at - bytes.length, hexOf(bytes, PREVIEW_BYTES), term, section);
    return bytes;
  }

  /** The rest of the packet, which may be large: only its beginning is looked at. */
  rest(name: string, term: string, section: Section): void {
    if (!this.hasMore || this.at >= this.#size) return;
    const start = this.at;
    const begin = this.#bytes.subarray(start, Math.min(this.end, start + 512));
    this.at = Math.min(this.end, this.#size);
    const isText = badUtf8At(begin) < 0 && !begin.includes(0);
    this.add(name, start, isText ? quoteBytes(begin, 120) : hexOf(begin, PREVIEW_BYTES), term, section);
  }

  /** Gives the unread bytes a field of their own, so that the fields tile the packet. */
  finish(): void {
    if (this.at >= this.#size) return;
    if (!this.isStopped) {
      this.blame(
        `After its last field the packet has ${count(this.#size - this.at, 'byte')} more.`,
        ['2.1.4', '2.2.3'],
        this.at,
        this.#size,
      );
    }
    const isLimit = this.fields.length >= MAX_FIELDS;
    const start = this.at;
    this.at = this.#size;
    const size = count(this.#size - start, 'byte');
    if (this.fault !== null) this.add('Unread bytes', start, size, 'mqtt-unread', ['4.13.1', '4.8']);
    else
      this.add(isLimit ? 'Further fields' : 'Incomplete field', start, size, 'mqtt-incomplete', ['2.1', '2']);
  }

  /** The bytes after a length of two bytes. */
  #counted(name: string, section: Section): Uint8Array | null {
    const length = this.uint(`${name} length`, 2, 'mqtt-length', section, (bytes) => count(bytes, 'byte'));
    if (length === null || !this.#take(length, name, section)) return null;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** Moves on by `size` bytes; false when they are missing. */
  #take(size: number, name: string, section: Section): boolean {
    if (this.isStopped) return false;
    if (this.at + size > this.end) {
      this.fail(`The ${name} goes past the end of the packet.`, section, this.at, this.end);
      return false;
    }
    if (this.at + size > this.#bytes.length || this.fields.length >= MAX_FIELDS) {
      this.isStopped = true;
      return false;
    }
    this.at += size;
    return true;
  }
}
