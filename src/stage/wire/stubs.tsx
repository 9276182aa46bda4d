import type { Cable } from '../../timeline';
import { endingText } from '../ending';
import { count } from '../format';
import { clientText, countsText } from './cable-text';
import styles from './stubs.module.css';

/** How many ended connections keep a stub of their own. */
const SHOWN = 3;

/** Connections that have ended: what is left of each cable, what was on it, and how it ended. */
export function Stubs({ cables }: { readonly cables: readonly Cable[] }) {
  if (cables.length === 0) return null;
  const earlier = cables.length - SHOWN;
  return (
    <ul className={styles.stubs} aria-label="Ended connections">
      {earlier > 0 && <li className={styles.earlier}>{count(earlier, 'earlier connection')}, ended</li>}
      {cables.slice(-SHOWN).map((cable) => (
        <li key={cable.connection.id} data-layer={cable.handshakes > 0 ? 'websocket' : 'http'}>
          <span className={styles.stub} data-how={cable.ending?.how} />
          <span>
            <code>:{cable.connection.client.port}</code> {clientText(cable)}
            {countsText(cable).slice(3) || 'nothing sent'}, {cable.ending && endingText(cable.ending)}
          </span>
        </li>
      ))}
    </ul>
  );
}
