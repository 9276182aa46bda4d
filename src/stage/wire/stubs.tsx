import type { Decoder } from '../../protocol/decoder';
import { type AnyLayer, wireLayer } from '../../protocol/layers';
import type { Cable } from '../../timeline';
import { becauseText, endingShape, endingText, refusalText } from '../ending';
import { count } from '../format';
import { clientName, countsText } from './cable-text';
import styles from './stubs.module.css';

/** How many ended connections keep their own stub where room is scarce. */
const SHOWN_TIGHT = 1;

interface Props {
  readonly cables: readonly Cable[];
  readonly decoder: Decoder;
  readonly numberOf: (cable: Cable) => number | null;
  readonly isTight: boolean;
  /** How many have a stub of their own. */
  readonly most: number;
}

/** Ended connections: a stub of each cable, its traffic, and how it ended. */
export function Stubs({ cables, decoder, numberOf, isTight, most }: Props) {
  if (cables.length === 0) return null;
  const fitting = isTight ? SHOWN_TIGHT : most;
  // A line about a single earlier one would take the room of its stub.
  const shown = cables.length === fitting + 1 ? cables.length : fitting;
  const earlier = cables.length - shown;
  return (
    <ul className={styles.stubs} aria-label="Ended connections">
      {earlier > 0 && <li className={styles.earlier}>{count(earlier, 'earlier connection')}, ended</li>}
      {cables.slice(-shown).map((cable) => (
        <li key={cable.connection.id} data-layer={layerOf(cable).id}>
          <span className={styles.stub} data-shape={cable.ending && endingShape(cable.ending)} />
          <span>
            <code>:{cable.connection.client.port}</code>
            {' · '}
            {[clientName(cable, numberOf(cable), false), trafficText(decoder, cable)]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What it carried, and how it ended. */
function trafficText(decoder: Decoder, cable: Cable): string {
  const { ending, connection } = cable;
  return [
    countsText(cable).slice(3) || 'nothing sent',
    refusalText(decoder, cable),
    ending && endingText(ending, decoder) + becauseText(decoder, connection, ending),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function layerOf({ connection, handshakes, after }: Cable): AnyLayer {
  if (connection.isPlain) return wireLayer('bytes');
  return wireLayer(handshakes > 0 ? after : 'turns');
}
