import type { Decoder } from '../../protocol/decoder';
import { hexOf } from '../../protocol/text';
import type { Unit } from '../../protocol/unit';
import type { Pointing } from '../../timeline/pointing';
import { compressedOf, ratioSentence, SHOWN_BYTES } from './compressed';
import styles from './inflate-view.module.css';

interface Props {
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly unit: Unit;
}

/** A compressed message, before and after inflating; empty for others. */
export default function InflateView({ decoder, pointing, unit }: Props) {
  const found = compressedOf(decoder, unit);
  if (!found) return null;
  const { message, before, beforeSize, after, afterSize, takesOver } = found;
  const point = () => pointing.point({ unit: message, range: { start: 0, end: afterSize } });
  return (
    <section
      className={styles.inflate}
      aria-label="Inflate"
      onPointerEnter={point}
      onPointerLeave={() => pointing.point(null)}
    >
      <h3 className={styles.title}>Inflated</h3>
      <p className={styles.about}>{ratioSentence(beforeSize, afterSize)}</p>
      <dl className={styles.sides}>
        <dt>before</dt>
        <dd>
          {hexOf(before)}
          {beforeSize > SHOWN_BYTES && ' …'} <ins className={styles.tail}>00 00 ff ff</ins>
        </dd>
        <dt>after</dt>
        <dd>
          {message.kind === 'text' ? new TextDecoder().decode(after) : hexOf(after)}
          {afterSize > SHOWN_BYTES && ' …'}
        </dd>
      </dl>
      <p className={styles.about}>
        The sender left the last four bytes out, since they are always the same; the receiver adds them before
        it inflates (RFC 7692 §7.2.2).{' '}
        {takesOver
          ? 'The window stays: the next message may point back at words of this one, so the same text gets smaller when it is sent again (context takeover, RFC 7692 §7.1.1).'
          : 'Each message begins with an empty window: none points back at another (no context takeover, RFC 7692 §7.1.1).'}{' '}
        No byte on one side corresponds to a single byte on the other, so they are lit as a whole.
      </p>
    </section>
  );
}
