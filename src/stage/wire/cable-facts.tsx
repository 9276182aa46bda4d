import type { CSSProperties } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { wireLayer } from '../../protocol/layers';
import type { Peer } from '../../protocol/unit';
import type { Cable, Playback, Pointing } from '../../timeline';
import { formatBytes } from '../format';
import { selectionFor } from '../innermost';
import styles from './cable-facts.module.css';

interface Props {
  readonly cable: Cable;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

const DIRECTIONS: readonly (readonly [Peer, string])[] = [
  ['client', 'To the server'],
  ['server', 'To the client'],
];

/**
 * What has passed on a connection in each direction: its bytes as HTTP, and after 101 its bytes as what it switched to,
 * all in proportion. The mark after the HTTP part of the server's direction selects the 101 response.
 */
export default function CableFacts({ cable, decoder, playback, pointing }: Props) {
  return (
    <dl className={styles.facts} aria-label="Bytes so far">
      {DIRECTIONS.map(([sender, name]) => (
        <div key={sender} className={styles.direction}>
          <dt>{name}</dt>
          <dd className={styles.total}>{formatBytes(cable.bytes[sender])}</dd>
          <dd className={styles.strip}>
            <Strip {...{ cable, decoder, playback, pointing, sender }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Strip({ cable, decoder, pointing, sender }: Props & { readonly sender: Peer }) {
  const { connection, seam, phase, after } = cable;
  const total = cable.bytes[sender];
  if (total === 0) return <span className={styles.nothing}>nothing yet</span>;
  const before = wireLayer(connection.isPlain || phase === 'opening' ? 'bytes' : 'turns');
  const switchedAt = seam && (decoder.connection(connection.id)?.switchedAt?.[sender] ?? null);
  // The longer direction has the width.
  const most = Math.max(cable.bytes.client, cable.bytes.server);
  if (switchedAt === null) {
    return (
      <>
        <Part layer={before} bytes={total} {...{ most }} />
        <Words layer={before} bytes={total} />
      </>
    );
  }
  const later = Math.max(0, total - switchedAt);
  const select = () => pointing.select(selectionFor(decoder, seam!.unit));
  return (
    <>
      <Part layer={before} bytes={total - later} {...{ most }} isPast />
      {sender === 'server' && total >= switchedAt ? (
        <button
          type="button"
          className={styles.mark}
          aria-label={`${before.name} until the 101 response, which ends at byte ${switchedAt} from the server: select it`}
          onClick={select}
          onPointerEnter={() => pointing.point({ unit: seam!.unit, range: null })}
          onPointerLeave={() => pointing.point(null)}
        >
          101
        </button>
      ) : (
        <span className={styles.edge} />
      )}
      {later > 0 && <Part layer={wireLayer(after)} bytes={later} {...{ most }} />}
      <Words layer={before} bytes={total - later} />
      <Words layer={wireLayer(after)} bytes={later} />
    </>
  );
}

interface PartProps {
  readonly layer: ReturnType<typeof wireLayer>;
  readonly bytes: number;
  /** That would be as long as there is room. */
  readonly most: number;
  readonly isPast?: boolean;
}

/** As long as its share: what it is stands after the bars. */
function Part({ layer, bytes, most, isPast = false }: PartProps) {
  return (
    <span
      className={styles.part}
      data-layer={layer.id}
      data-past={isPast || undefined}
      style={{ '--share': bytes / most } as CSSProperties}
    />
  );
}

/** What a bar is. */
function Words({ layer, bytes }: Omit<PartProps, 'most'>) {
  return (
    <span className={styles.words} data-layer={layer.id}>
      <b>{layer.name}</b> {formatBytes(bytes)}
    </span>
  );
}
