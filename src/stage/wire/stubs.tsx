import type { Decoder } from '../../protocol/decoder';
import { type AnyLayer, wireLayer } from '../../protocol/layers';
import type { Cable } from '../../timeline';
import { becauseText, endingShape, endingText, refusalText } from '../ending';
import { count } from '../format';
import { clientText, countsText } from './cable-text';
import styles from './stubs.module.css';

/** How many ended connections keep their own stub. */
const SHOWN = 3;

interface Props {
  readonly cables: readonly Cable[];
  readonly decoder: Decoder;
}

/** Ended connections: a stub of each cable, its traffic, and how it ended. */
export function Stubs({ cables, decoder }: Props) {
  if (cables.length === 0) return null;
  const earlier = cables.length - SHOWN;
  return (
    <ul className={styles.stubs} aria-label="Ended connections">
      {earlier > 0 && <li className={styles.earlier}>{count(earlier, 'earlier connection')}, ended</li>}
      {cables.slice(-SHOWN).map((cable) => (
        <li key={cable.connection.id} data-layer={layerOf(cable).id}>
          <span className={styles.stub} data-shape={cable.ending && endingShape(cable.ending)} />
          <span>
            <code>:{cable.connection.client.port}</code> {clientText(cable)}
            {[
              countsText(cable).slice(3) || 'nothing sent',
              refusalText(decoder, cable),
              cable.ending &&
                endingText(cable.ending, decoder) + becauseText(decoder, cable.connection.id, cable.ending),
            ]
              .filter((part) => part !== null)
              .join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function layerOf({ connection, handshakes, after }: Cable): AnyLayer {
  if (connection.isPlain) return wireLayer('bytes');
  return wireLayer(handshakes > 0 ? after : 'turns');
}
