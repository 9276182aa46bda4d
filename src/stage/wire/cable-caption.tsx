import { lazy, Suspense } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { Cable, Playback, Pointing } from '../../timeline';
import { formatBytes } from '../format';
import { selectionFor } from '../innermost';
import { Age } from './age';
import styles from './cable-caption.module.css';
import { countsText, impairmentText } from './cable-text';

/** No connection begins with it. */
const History = lazy(() => import('./history'));

interface Props {
  readonly cable: Cable;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** Who is at the client's end; null where that needs no name. */
  readonly name: string | null;
  /** Only what tells it from the others. */
  readonly isBrief: boolean;
  /** Its bytes stand below, as `CableFacts`. */
  readonly hasFacts: boolean;
  /** How many connections its session uses. */
  readonly sidConnections: number;
  readonly isLost: boolean;
}

/** Whether it is open, and since when. */
function State({ cable, playback, isLost }: Pick<Props, 'cable' | 'playback' | 'isLost'>) {
  if (cable.phase === 'ended') return 'ended';
  return isLost ? 'not known since the feed was lost' : <Age {...{ cable, playback }} />;
}

const SESSION_LAYER = LAYERS.find(({ session }) => session);

/** Port, client, age and counters of a cable. The port is a button that selects the newest unit. */
export function CableCaption(props: Props) {
  const { cable, decoder, playback, pointing, name, isBrief, hasFacts } = props;
  const { connection, halfClosed, sid, seam } = cable;
  const added = impairmentText(cable.impairment, cable.connection.via === 'relay' ? 'the relay' : 'the lab');
  const newest = cable.capsules.at(-1)?.unit ?? cable.turn?.request;
  const select = () => newest && pointing.select(selectionFor(decoder, newest));
  return (
    <div className={styles.caption} data-brief={isBrief || undefined}>
      {seam && !isBrief && !hasFacts && (
        <Suspense>
          <History {...{ seam, decoder, playback, pointing }} />
        </Suspense>
      )}
      <p>
        {name !== null && <strong>{name} </strong>}
        <button
          type="button"
          className={styles.port}
          aria-label={`Port ${connection.client.port}: select the newest on this connection`}
          aria-disabled={!newest}
          onClick={select}
        >
          :{connection.client.port}
        </button>{' '}
        {!isBrief && <State {...{ cable, playback }} isLost={props.isLost} />}
        {!isBrief && countsText(cable)}
        {halfClosed && <b> · half closed: the {halfClosed} has ended its direction (FIN)</b>}
        {added && (
          <b title={added}>{isBrief ? added.replace(/^the (\w+) (adds )?/, '$1: ') : ` · ${added}`}</b>
        )}
        {sid && !isBrief && (
          <span className={styles.session} data-layer={SESSION_LAYER?.id}>
            session {sid.slice(0, 6)}…
            {props.sidConnections > 1 && ` over ${props.sidConnections} connections`}
          </span>
        )}
      </p>
      {!hasFacts && (
        <span className={styles.bytes}>
          {formatBytes(cable.bytes.client)} → {formatBytes(cable.bytes.server)} ←
        </span>
      )}
    </div>
  );
}
