import { lazy, memo, Suspense } from 'react';
import { layerOf, wireLayer } from '../../protocol/layers';
import type { Cable } from '../../timeline';
import { useFollow } from '../../ui/use-follow';
import styles from './cable.module.css';
import { CableCaption } from './cable-caption';
import { Lane, type LaneContext } from './lane';
import { lanesOf } from './lanes';
import { positionAt } from './motion';
import { TurnNote } from './turn-note';

/** Fetched with the first cable that has the stage to itself. */
const CableFacts = lazy(() => import('./cable-facts'));

/** How high a cable is: alone in the stage's main area, alone, one of a few, or one of many. */
export type Density = 'large' | 'alone' | 'few' | 'many';

interface Props {
  readonly cable: Cable;
  readonly context: LaneContext;
  readonly density: Density;
  /** Who is at the client's end; null where that needs no name. */
  readonly name: string | null;
  /** How many open connections its Engine.IO session uses. */
  readonly sidConnections: number;
  /** Part of it is selected or pointed at. */
  readonly isLit: boolean;
  /** The page has lost its feed: whether the connection is open is not known. */
  readonly isLost: boolean;
}

/**
 * A TCP connection: blue with one shared lane while it speaks HTTP. A seam sweeps along it with the 101 response; from
 * then on all of it has the colour of what it speaks, and two lanes.
 */
export const CableView = memo(function CableView(props: Props) {
  const { cable, context, density, name } = props;
  const { connection, phase, seam, turn, halfClosed } = cable;
  const { decoder, playback, pointing } = context;
  const tube = useFollow(playback.stage, (element: HTMLDivElement, stage) => {
    const swept = seam ? 1 - positionAt(seam, stage, context.isStepped) : 1;
    element.style.setProperty('--swept', swept.toFixed(4));
    element.dataset.switched = String(swept === 0);
  });
  const lanes = lanesOf(cable);
  // What it spoke before it switched, if it did.
  const before = wireLayer(phase === 'opening' || connection.isPlain ? 'bytes' : 'turns');
  const after = wireLayer(cable.after);
  const isPast = [...lanes.client, ...lanes.server].some(({ unit }) => layerOf(unit.layer) !== before);
  // A response comes to rest over this word.
  const spoken = (protocol: string) => (
    <span className={styles.protocol} data-covered={cable.capsules.length > 0 || undefined}>
      {protocol}
    </span>
  );
  return (
    <li
      className={styles.cable}
      data-phase={phase}
      data-density={density}
      data-half-closed={halfClosed ?? undefined}
      data-lit={props.isLit || undefined}
      data-lost={props.isLost || undefined}
      data-cut={cable.impairment.cut === 'none' ? undefined : cable.impairment.cut}
      aria-label={`Connection from port ${connection.client.port}${name === null ? '' : `, ${name}`}`}
    >
      <div ref={tube} className={styles.tube} data-seam={seam ? '' : undefined}>
        {turn && phase === 'turns' && !props.isLost && density !== 'many' && (
          <TurnNote {...{ cable, turn, decoder, playback }} />
        )}
        <div className={styles.skin} data-layer={before.id} data-wire={before.wire}>
          {spoken(before.name)}
        </div>
        {seam && (
          <>
            <div className={styles.skin} data-layer={after.id} data-wire={after.wire} data-after>
              {spoken(after.name)}
            </div>
            <div className={styles.seam}>
              <span>101</span>
            </div>
          </>
        )}
        <Lane context={context} way="turns" capsules={lanes.turns} isPast={isPast} />
        <Lane context={context} way="toServer" capsules={lanes.client} more={cable.more.client} />
        <Lane context={context} way="toClient" capsules={lanes.server} more={cable.more.server} />
      </div>
      <CableCaption
        {...{ cable, decoder, playback, pointing, name }}
        isBrief={density === 'many'}
        hasFacts={density === 'large'}
        sidConnections={props.sidConnections}
        isLost={props.isLost}
      />
      {density === 'large' && (
        <Suspense>
          <CableFacts {...{ cable, decoder, playback, pointing }} />
        </Suspense>
      )}
    </li>
  );
});
