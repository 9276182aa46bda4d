import { useReducedMotion } from 'framer-motion';
import { useEffect, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import {
  type Playback,
  type Pointing,
  type Selection,
  usePointed,
  useScene,
  useSelected,
  type Viewing,
} from '../../timeline';
import { CableView } from './cable';
import { LABEL_LENGTH } from './capsule-text';
import { Stubs } from './stubs';
import { useIsNarrow } from './use-is-narrow';
import styles from './wire-view.module.css';

export interface WireViewProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly viewing?: Viewing;
}

/** The wire: the browser on the left, the server on the right, and a cable for every TCP connection between them. */
export function WireView({ capture, playback, pointing }: WireViewProps) {
  const { cables } = useScene(capture, playback);
  const selected = wireUnit(useSelected(pointing));
  const pointed = wireUnit(usePointed(pointing));
  const isStepped = useReducedMotion() ?? false;
  const open = cables.filter(({ phase }) => phase !== 'ended');
  const longest = useIsNarrow() ? LABEL_LENGTH.narrow : LABEL_LENGTH.wide;
  const shared = {
    decoder: capture.decoder,
    playback,
    pointing,
    selected,
    pointed,
    isStepped,
    longest,
    isAlone: open.length < 2,
  };
  const browser = cables.findLast(({ client }) => client === 'page')?.connection;
  const newest = browser ?? cables.at(-1)?.connection;
  const list = useRef<HTMLDivElement>(null);
  // A cable that opens is news: it must not lie below the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest connection is what there is to scroll to.
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [open.at(-1)?.connection.id]);
  return (
    <section className={styles.wire} aria-label="Wire">
      <header className={styles.ends}>
        <p>
          <strong>{browser || !newest ? 'Your browser' : 'Client'}</strong>
          <code>{newest?.client.address}</code>
        </p>
        <p>
          <strong>Echo server</strong>
          <code>{newest && `${newest.server.address}:${newest.server.port}`}</code>
        </p>
      </header>
      <div className={styles.cables} ref={list}>
        <Stubs cables={cables.filter(({ phase }) => phase === 'ended')} />
        {open.map((cable) => (
          <CableView key={cable.connection.id} cable={cable} {...shared} />
        ))}
        {cables.length === 0 && <EmptyWire />}
      </div>
    </section>
  );
}

function EmptyWire() {
  return (
    <div className={styles.empty}>
      <div className={styles.ghost} />
      <p>No connection yet. As soon as one opens, its cable lies here, and every byte on it is real.</p>
    </div>
  );
}

/** The unit of the wire that a selection is about: what lies inside a frame lights up the frame. */
function wireUnit(selection: Selection | null): Unit | null {
  let unit = selection?.unit ?? null;
  while (unit?.inside) unit = unit.inside;
  return unit;
}
