import { type FrameDraft, frameDraft } from './draft';

/** Frames to begin with. */
export interface FramePreset {
  readonly name: string;
  readonly frames: readonly FrameDraft[];
  /** It is meant for a connection on which permessage-deflate was agreed. */
  readonly needsDeflate?: boolean;
}

const hex = (text: string) => ({ kind: 'hex', text }) as const;
const filler = (size: number) => ({ kind: 'filler', text: String(size) }) as const;

const HELLO: FramePreset = { name: 'Hello, masked', frames: [frameDraft()] };

/** The second cut goes through the two bytes of é. */
const FRAGMENTS: FramePreset = {
  name: 'Three fragments with a ping between',
  frames: [
    frameDraft({ fin: false, payload: hex('63 61 66 c3') }),
    frameDraft({ opcode: 9, text: 'there?', key: '5a 11 c0 de' }),
    frameDraft({ opcode: 0, fin: false, payload: hex('a9'), key: '0b ad f0 0d' }),
    frameDraft({ opcode: 0, text: ' au lait', key: 'ca fe d0 0d' }),
  ],
};

const UNMASKED: FramePreset = { name: 'Unmasked frame', frames: [frameDraft({ masked: false })] };

/** Frames that people try: valid ones first, then one broken rule each. */
export const FRAME_PRESETS: readonly FramePreset[] = [
  HELLO,
  FRAGMENTS,
  { name: 'Length 126', frames: [frameDraft({ payload: filler(126) })] },
  { name: 'Length 65,536', frames: [frameDraft({ payload: filler(65_536) })] },
  { name: 'Ping', frames: [frameDraft({ opcode: 9, text: 'there?' })] },
  { name: 'Close 1000', frames: [frameDraft({ opcode: 8, payload: hex('03 e8') })] },
  {
    // RFC 7692 §7.2.3.1 prints these bytes.
    name: 'Compressed Hello',
    frames: [frameDraft({ rsv1: true, payload: hex('f2 48 cd c9 c9 07 00') })],
    needsDeflate: true,
  },
  UNMASKED,
  { name: 'RSV1 without an extension', frames: [frameDraft({ rsv1: true })] },
  { name: 'Text that is not UTF-8', frames: [frameDraft({ payload: hex('48 65 6c 6c ff') })] },
  { name: 'Reserved opcode', frames: [frameDraft({ opcode: 3 })] },
  { name: 'Ping of 126 bytes', frames: [frameDraft({ opcode: 9, payload: filler(126) })] },
  { name: 'A continuation of nothing', frames: [frameDraft({ opcode: 0 })] },
  { name: 'Length in 64 bits for 5 bytes', frames: [frameDraft({ form: 64 })] },
  { name: 'Length that claims 2 MiB', frames: [frameDraft({ claims: '2097152' })] },
];
