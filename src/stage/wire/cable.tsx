import { memo } from 'react';
import { layerOf, wireLayer } from '../../protocol/layers';
import type { Peer } from '../../protocol/unit';
import type { Cable, Capsule } from '../../timeline';
import { useFollow } from '../../ui/use-follow';
import styles from './cable.module.css';
import { CableCaption } from './cable-caption';
import { Lane, type LaneContext } from './lane';
import { giveWay, positionAt } from './motion';
import { TurnNote } from './turn-note';

interface Props {
  readonly cable: Cable;
  readonly context: LaneContext;
  /** How many others are open. */
  readonly others: number;
  /** How many open connections its Engine.IO session uses. */
  readonly sidConnections: number;
  /** Part of it is selected or pointed at. */
  readonly isLit: boolean;
  /** The page has lost its feed: whether the connection is open is not known. */
  readonly isLost: boolean;
}

/** A TCP connection: blue with one shared lane while it speaks HTTP; from the seam at 101 on in the colour of what it speaks then. */
export const CableView = memo(function CableView(props: Props) {
  const { cable, context, others } = props;
  const { connection, phase, seam, turn, halfClosed } = cable;
  const { decoder, playback, pointing } = context;
  // The seam goes where the 101 response is, from the server's edge to where HTTP rests.
  const tube = useFollow(playback.stage, (element: HTMLDivElement, stage) => {
    const swept = seam ? 1 - positionAt(seam, stage, context.isStepped) : 1;
    element.style.setProperty('--swept', swept.toFixed(4));
  });
  const lanes = lanesOf(cable);
  // What it spoke before it switched, if it did.
  const before = wireLayer(phase === 'opening' || phase === 'plain' ? 'bytes' : 'turns');
  const after = wireLayer(cable.after);
  const isPast = lanes.client.length + lanes.server.length > 0;
  return (
    <li
      className={styles.cable}
      data-phase={phase}
      data-density={others > 0 ? 'several' : undefined}
      data-half-closed={halfClosed ?? undefined}
      data-lit={props.isLit || undefined}
      data-lost={props.isLost || undefined}
      data-cut={cable.impairment.cut === 'none' ? undefined : cable.impairment.cut}
      aria-label={`Connection from port ${connection.client.port}`}
    >
      <div ref={tube} className={styles.tube} data-seam={seam ? '' : undefined}>
        {turn && phase === 'turns' && !props.isLost && <TurnNote {...{ cable, turn, decoder, playback }} />}
        <div className={styles.skin} data-layer={before.id} data-wire={before.wire}>
          {/* A response comes to rest over this word. */}
          <span
            className={styles.protocol}
            data-covered={(!isPast && lanes.http.some(({ unit }) => unit.sender === 'server')) || undefined}
          >
            {before.name}
          </span>
        </div>
        {seam && (
          <>
            <div className={styles.skin} data-layer={after.id} data-wire={after.wire} data-after />
            <div className={styles.seam}>
              <span>101</span>
            </div>
          </>
        )}
        <Lane context={context} way="turns" capsules={lanes.http} isPast={isPast} />
        <Lane context={context} way="toServer" capsules={lanes.client} more={cable.more.client} />
        <Lane context={context} way="toClient" capsules={lanes.server} more={cable.more.server} />
      </div>
      <CableCaption
        {...{ cable, decoder, playback, pointing }}
        isAmongOthers={others > 0}
        sidConnections={props.sidConnections}
        isLost={props.isLost}
      />
    </li>
  );
});

function lanesOf({ capsules }: Cable) {
  const isHttp = ({ unit }: Capsule) => layerOf(unit.layer).wire === 'turns';
  const ofHttp = (sender: Peer) =>
    capsules.filter((capsule) => isHttp(capsule) && capsule.unit.sender === sender);
  const http = { client: ofHttp('client'), server: ofHttp('server') };
  return {
    http: [...giveWay(http.client, http.server), ...giveWay(http.server, http.client)],
    client: capsules.filter((capsule) => !isHttp(capsule) && capsule.unit.sender === 'client'),
    server: capsules.filter((capsule) => !isHttp(capsule) && capsule.unit.sender === 'server'),
  };
}
