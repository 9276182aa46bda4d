import { m, useTransform } from 'framer-motion';
import { memo } from 'react';
import { layerOf, wireLayer } from '../../protocol/layers';
import type { Peer } from '../../protocol/unit';
import type { Cable, Capsule } from '../../timeline';
import styles from './cable.module.css';
import { CableCaption } from './cable-caption';
import { Lane, type LaneContext } from './lane';
import { giveWay, positionAt } from './motion';
import { TurnNote } from './turn-note';

interface Props {
  readonly cable: Cable;
  readonly context: LaneContext;
  /** Open connections beside it. */
  readonly others: number;
  /** Over how many open connections its Engine.IO session goes. */
  readonly sidConnections: number;
  /** Something of it is selected or pointed at. */
  readonly isLit: boolean;
  /** The page hears nothing of the wire any more: whether it is still open is not known. */
  readonly isLost: boolean;
}

/** One TCP connection: blue while it speaks HTTP, one lane used in turns; from the seam at 101 on two lanes. */
export const CableView = memo(function CableView(props: Props) {
  const { cable, context, others } = props;
  const { connection, phase, seam, turn, halfClosed } = cable;
  const { decoder, playback, pointing } = context;
  // The seam goes where the 101 response is, from the server's edge to where HTTP rests.
  const swept = useTransform(playback.stage, (stage) =>
    seam ? 1 - positionAt(seam, stage, context.isStepped) : 1,
  );
  const seamX = useTransform(
    swept,
    (share) => `calc(var(--http-rest) + ${share.toFixed(4)} * (100% - var(--http-rest)))`,
  );
  const httpClip = useTransform(seamX, (x) => (seam ? `inset(0 calc(100% - ${x}) 0 0)` : 'inset(0)'));
  const webSocketClip = useTransform(seamX, (x) => `inset(0 0 0 ${x})`);
  const lanes = lanesOf(cable);
  // What it spoke before it switched, if it did.
  const before = wireLayer(phase === 'opening' || phase === 'plain' ? 'bytes' : 'turns');
  const after = wireLayer('duplex');
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
      <div className={styles.tube}>
        {turn && phase === 'turns' && !props.isLost && <TurnNote {...{ cable, turn, decoder, playback }} />}
        <m.div
          className={styles.skin}
          data-layer={before.id}
          data-wire={before.wire}
          style={{ clipPath: httpClip }}
        >
          {/* A response comes to rest where the word stands. */}
          <span
            className={styles.protocol}
            data-covered={(!isPast && lanes.http.some(({ unit }) => unit.sender === 'server')) || undefined}
          >
            {before.name}
          </span>
        </m.div>
        {seam && (
          <>
            <m.div
              className={styles.skin}
              data-layer={after.id}
              data-wire={after.wire}
              style={{ clipPath: webSocketClip }}
            />
            <m.div className={styles.seam} style={{ left: seamX }}>
              <span>101</span>
            </m.div>
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
