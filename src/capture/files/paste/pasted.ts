import type { Peer } from '../../../protocol/unit';

/** How bytes were written down. */
export type PastedForm =
  | 'marked'
  | 'follow'
  | 'xxd'
  | 'hexdump-c'
  | 'hex-dump'
  | 'words'
  | 'octal'
  | 'c-array'
  | 'decimal'
  | 'escaped'
  | 'http-text'
  | 'socket-io-text'
  | 'hex'
  | 'base64'
  | 'raw';

/** One push of one side: bytes, or the end of its direction; `sender` is null where the text does not say who sent them. */
export type PastedPart =
  | { readonly sender: Peer | null; readonly bytes: Uint8Array }
  | { readonly sender: Peer; readonly end: 'fin' | 'reset' };

/** What a text is. */
export interface Pasted {
  readonly form: PastedForm;
  /** In order. */
  readonly parts: readonly PastedPart[];
  /** What was changed or taken for granted, in whole sentences; empty for nothing. */
  readonly remark: string;
}

/** For people: "a listing of hexdump -C". */
export const FORM_NAMES: Readonly<Record<PastedForm, string>> = {
  marked: 'hexadecimal lines of the client (C) and the server (S)',
  follow: 'what “tshark -z follow” prints',
  xxd: 'a listing of xxd',
  'hexdump-c': 'a listing of hexdump -C',
  'hex-dump': 'a hex dump with offsets',
  words: 'a listing of hexdump, in 16-bit words of the machine (the low byte comes first)',
  octal: 'a listing of od in octal numbers',
  'c-array': 'numbers such as 0x81',
  decimal: 'a list of decimal numbers',
  escaped: 'a string with escapes such as \\x81',
  'http-text': 'the text of an HTTP message',
  'socket-io-text': 'packets of Socket.IO or Engine.IO, as text',
  hex: 'hexadecimal digits',
  base64: 'base64',
  raw: 'raw bytes',
};
