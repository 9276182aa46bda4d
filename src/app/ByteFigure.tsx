import { hexByte } from '../protocol/text';
import styles from './ByteFigure.module.css';

/** Neighbouring bytes that are one thing. */
export interface ByteGroup {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What stands under each byte: its character, or what it is once unmasked. */
  readonly under: readonly string[];
  /** The group that the figure is about. */
  readonly isMain?: boolean;
}

interface Props {
  readonly layer: string;
  readonly groups: readonly ByteGroup[];
  /** Bytes that follow and are not drawn. */
  readonly more: number;
}

/** Some bytes of the wire as they are, grouped and named, and under each of them what it means. */
export function ByteFigure({ layer, groups, more }: Props) {
  return (
    <div className={styles.figure} data-layer={layer}>
      {groups.map(({ name, bytes, under, isMain }) => (
        <dl key={name} className={styles.group} data-main={isMain}>
          <dt>{name}</dt>
          <dd className={styles.hex}>
            {Array.from(bytes, (byte, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a byte is known by its place alone
              <span key={i}>{hexByte(byte)}</span>
            ))}
          </dd>
          {under.length > 0 && (
            <dd className={styles.under}>
              {under.map((text, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a byte is known by its place alone
                <span key={i}>{text}</span>
              ))}
            </dd>
          )}
        </dl>
      ))}
      {more > 0 && <p className={styles.more}>and {more} more</p>}
    </div>
  );
}
