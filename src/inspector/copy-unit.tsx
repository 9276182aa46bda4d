import type { Decoder } from '../protocol/decoder';
import type { Unit } from '../protocol/unit';
import { CopyButton } from '../ui/CopyButton';
import styles from './copy-unit.module.css';

interface Props {
  readonly decoder: Decoder;
  readonly unit: Unit;
}

/** The unit's own bytes for the clipboard, as hexadecimal or as text. */
export function CopyUnit({ decoder, unit }: Props) {
  return (
    <span className={styles.copy}>
      hex
      <CopyButton what="the bytes as hex" text={() => toHex(decoder.bytesOf(unit))} />
      text
      <CopyButton what="the bytes as text" text={() => new TextDecoder().decode(decoder.contentOf(unit))} />
    </span>
  );
}

const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
