import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { Cable, Playback, Pointing } from '../../timeline';
import { formatBytes } from '../format';
import { selectionFor } from '../innermost';
import { Age } from './age';
import styles from './cable-caption.module.css';
import { clientText, countsText, impairmentText } from './cable-text';

interface Props {
  readonly cable: Cable;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** There are other cables, so it must name its client. */
  readonly isAmongOthers: boolean;
  /** How many connections its session uses. */
  readonly sidConnections: number;
  readonly isLost: boolean;
}

const SESSION_LAYER = LAYERS.find(({ session }) => session);

/** Port, client, age and counters of a cable. The port is a button that selects the newest unit. */
export function CableCaption(props: Props) {
  const { cable, decoder, playback, pointing } = props;
  const { connection, halfClosed, sid } = cable;
  const added = impairmentText(cable.impairment);
  const newest = cable.capsules.at(-1)?.unit ?? cable.turn?.request;
  const select = () => newest && pointing.select({ unit: selectionFor(decoder, newest), range: null });
  return (
    <p className={styles.caption}>
      <span>
        <button
          type="button"
          className={styles.port}
          aria-label={`Port ${connection.client.port}: select the newest on this connection`}
          aria-disabled={!newest}
          onClick={select}
        >
          :{connection.client.port}
        </button>{' '}
        {clientText(cable, props.isAmongOthers)}
        {props.isLost ? 'not known since the feed was lost' : <Age cable={cable} playback={playback} />}
        {countsText(cable)}
        {halfClosed && <b> · half closed: the {halfClosed} has ended its direction (FIN)</b>}
        {added && <b> · {added}</b>}
        {sid && (
          <span className={styles.session} data-layer={SESSION_LAYER?.id}>
            session {sid.slice(0, 6)}…
            {props.sidConnections > 1 && ` over ${props.sidConnections} connections`}
          </span>
        )}
      </span>
      <span className={styles.bytes}>
        {formatBytes(cable.bytes.client)} → {formatBytes(cable.bytes.server)} ←
      </span>
    </p>
  );
}
