import { m, useTransform } from 'framer-motion';
import { memo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Cable, Capsule, Playback, Pointing } from '../../timeline';
import { formatBytes } from '../format';
import { topOf } from '../top';
import { Age } from './age';
import styles from './cable.module.css';
import { clientText, countsText } from './cable-text';
import { CapsuleButton } from './capsule';
import { capsuleText, capsuleWidth } from './capsule-text';
import { positionAt } from './motion';

interface Props {
  readonly cable: Cable;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** The wire units that are selected and pointed at, if any. */
  readonly selected: Unit | null;
  readonly pointed: Unit | null;
  readonly isStepped: boolean;
  /** Characters that a label may have. */
  readonly longest: number;
  /** It has all the room. */
  readonly isAlone: boolean;
}

/** One TCP connection: blue while it speaks HTTP, one lane used in turns; from the seam at 101 on two lanes. */
export const CableView = memo(function CableView(props: Props) {
  const { cable, playback } = props;
  const { connection, phase, seam } = cable;
  // The seam goes where the 101 response is, from the server's edge to where HTTP rests.
  const swept = useTransform(playback.stage, (stage) =>
    seam ? 1 - positionAt(seam, stage, props.isStepped) : 1,
  );
  const seamX = useTransform(
    swept,
    (share) => `calc(var(--http-rest) + ${share.toFixed(4)} * (100% - var(--http-rest)))`,
  );
  const httpClip = useTransform(seamX, (x) => (seam ? `inset(0 calc(100% - ${x}) 0 0)` : 'inset(0)'));
  const webSocketClip = useTransform(seamX, (x) => `inset(0 0 0 ${x})`);
  const lanes = lanesOf(cable);
  return (
    <article
      className={styles.cable}
      data-phase={phase}
      data-density={props.isAlone ? undefined : 'several'}
      aria-label={`Connection from port ${connection.client.port}`}
    >
      <div className={styles.tube}>
        <m.div
          className={styles.skin}
          data-layer={phase === 'opening' ? 'tcp' : 'http'}
          style={{ clipPath: httpClip }}
        >
          {/* A response comes to rest where the word stands. */}
          <span
            className={styles.protocol}
            data-covered={lanes.http.some(({ unit }) => unit.sender === 'server') || undefined}
          >
            {phase === 'opening' ? 'TCP' : 'HTTP'}
          </span>
        </m.div>
        {seam && (
          <>
            <m.div className={styles.skin} data-layer="websocket" style={{ clipPath: webSocketClip }} />
            <m.div className={styles.seam} style={{ left: seamX }}>
              <span>101</span>
            </m.div>
          </>
        )}
        <Lane {...props} className={styles.turns} capsules={lanes.http} />
        <Lane {...props} className={styles.toServer} capsules={lanes.client} more={cable.more.client} />
        <Lane {...props} className={styles.toClient} capsules={lanes.server} more={cable.more.server} />
      </div>
      <p className={styles.caption}>
        <span>
          <code className={styles.port}>:{connection.client.port}</code> {clientText(cable)}
          <Age cable={cable} playback={playback} />
          {countsText(cable)}
        </span>
        <span className={styles.bytes}>
          {formatBytes(cable.bytes.client)} → {formatBytes(cable.bytes.server)} ←
        </span>
      </p>
    </article>
  );
});

interface LaneProps extends Props {
  readonly className: string | undefined;
  readonly capsules: readonly Capsule[];
  readonly more?: number;
}

function Lane({ className, capsules, more = 0, ...shared }: LaneProps) {
  const { decoder, longest } = shared;
  const drawn = capsules.map((capsule) => {
    const top = topOf(decoder, capsule.unit);
    const text = capsuleText(decoder, capsule, top, longest);
    return { capsule, top, text, land: capsule.land, px: capsuleWidth(text) + 6 };
  });
  return (
    <div className={`${styles.lane} ${className}`}>
      {more > 0 && <span className={styles.more}>+ {more}</span>}
      {drawn.map(({ capsule, top, text }, i) => (
        <CapsuleButton
          key={capsule.flight}
          {...{ capsule, top, text }}
          later={drawn.slice(i + 1).filter((next) => next.capsule.unit.sender === capsule.unit.sender)}
          isSelected={shared.selected === capsule.unit}
          isPointed={shared.pointed === capsule.unit}
          {...shared}
        />
      ))}
    </div>
  );
}

function lanesOf({ capsules }: Cable) {
  const isHttp = ({ unit }: Capsule) => unit.layer !== 'websocket';
  return {
    http: capsules.filter(isHttp),
    client: capsules.filter((capsule) => !isHttp(capsule) && capsule.unit.sender === 'client'),
    server: capsules.filter((capsule) => !isHttp(capsule) && capsule.unit.sender === 'server'),
  };
}
