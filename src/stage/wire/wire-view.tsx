import {
  type CSSProperties,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Capture, CaptureSource } from '../../capture/capture';
import {
  type Cable,
  type Playback,
  type Pointing,
  useHidden,
  usePlaybackMode,
  usePointed,
  useScene,
  useSelected,
  type Viewing,
} from '../../timeline';
import { clientProgramsOf } from '../../timeline/client-programs';
import { useMedia, useReducedMotion } from '../../ui/use-media';
import { count } from '../format';
import { arrange } from './arrange';
import { CableView } from './cable';
import { clientName } from './cable-text';
import { SCALES } from './capsule-text';
import type { LaneContext } from './lane';
import { litBy } from './lit';
import { Stubs } from './stubs';
import { useIsDevTools } from './use-is-dev-tools';
import { useNewestInView } from './use-newest-in-view';
import { LEAST_STUBS, useRoom } from './use-room';
import { useTight } from './use-tight';
import styles from './wire-view.module.css';

interface WireViewProps {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly viewing?: Viewing;
  /** The page has lost its feed: what is open is not known. */
  readonly lost?: boolean;
  /** It has the stage's main area, whose height does not depend on what is in it: a cable alone takes it all. */
  readonly isMain?: boolean;
  /** What was over before this instant, microseconds, is another page's: it is drawn only for those who go back to it. */
  readonly since?: number;
}

/** The wire: the browser at the left, the server at the right, and a cable for each TCP connection. */
export function WireView(props: WireViewProps) {
  const { capture, playback, lost = false, isMain = false, since = 0 } = props;
  const mode = usePlaybackMode(playback);
  const wire = useRef<HTMLElement>(null);
  const { most, besideLarge, stubs } = useRoom(wire);
  const hidden = useHidden(props.viewing);
  const isHidden = ({ connection }: Cable) => {
    const isOfBefore = connection.openedAt < since && connection.closedAt !== null;
    if (isOfBefore && (mode === 'live' || playback.now.get() >= since)) return true;
    const timeline = playback.timetable.timeline(connection.id);
    return timeline && hidden?.hidesAll(playback.timetable, timeline);
  };
  const cables = useScene(capture, playback, most).cables.filter((cable) => !isHidden(cable));
  // What still flies when its connection ends arrives first.
  const isOver = ({ phase, capsules }: Cable) => phase === 'ended' && capsules.length === 0;
  const open = cables.filter((cable) => !isOver(cable));
  const newest = cables.findLast(({ client }) => client === 'page') ?? cables.at(-1);
  // A cable that is open takes the room of one.
  const mostStubs = isMain ? stubs + (open.length === 0 ? 1 : 0) : LEAST_STUBS;
  const ownStubs = Math.min(mostStubs, cables.length - open.length);
  const isLarge = isMain && open.length === 1 && ownStubs <= besideLarge;
  const context = useLaneContext(props, isLarge);
  const list = useRef<HTMLDivElement>(null);
  const isTight = useTight(list, cables.length, open.length);
  useNewestInView(list, open.at(-1)?.connection.id);
  usePlayhead(wire, playback);
  const numberOf = ({ connection }: Cable) => {
    const timeline = playback.timetable.timeline(connection.id);
    return timeline ? clientProgramsOf(capture).numberOf(timeline) : null;
  };
  return (
    <section className={styles.wire} aria-label="Wire" data-main={isMain || undefined} ref={wire}>
      <Ends server={serverName(capture)} source={capture.source.kind} {...{ newest }} />
      <div className={styles.cables} ref={list} style={{ '--stubs': ownStubs } as CSSProperties}>
        <Stubs
          cables={cables.filter(isOver)}
          decoder={capture.decoder}
          most={mostStubs}
          {...{ numberOf, isTight }}
        />
        {open.length > 0 && <OpenCables isLost={lost} {...{ open, context, numberOf, isTight, isLarge }} />}
        {cables.length === 0 && <EmptyWire />}
      </div>
    </section>
  );
}

/** Writes on the wire which instant it shows: `data-now`, microseconds of the lab's clock. */
function usePlayhead(wire: RefObject<HTMLElement | null>, { now }: Playback): void {
  useLayoutEffect(() => {
    const write = (at: number) => {
      wire.current!.dataset.now = String(Math.round(at));
    };
    write(now.get());
    return now.on('change', write);
  }, [wire, now]);
}

interface EndsProps {
  /** The newest of this page, or else of all. */
  readonly newest: Cable | undefined;
  readonly server: string;
  readonly source: CaptureSource['kind'];
}

/** Who is at either end, and where times are measured, with the ladder's symbols. */
function Ends({ newest, server, source }: EndsProps) {
  const connection = newest?.connection;
  return (
    <header className={styles.ends}>
      <p>
        <strong>{newest === undefined && source !== 'lab' ? 'Clients' : endName(newest)}</strong>
        {newest && source !== 'file' && (
          <span className={styles.times} title="The tap stands at the server: times at this end are inferred">
            <i data-inferred /> <b>times</b> inferred
          </span>
        )}
        <code>{connection && newest?.client !== 'guest' && known(connection.client.address)}</code>
      </p>
      <p>
        <strong>{server}</strong>
        {newest && source !== 'file' && (
          <span
            className={styles.times}
            title={`The tap stands at this end, in ${source === 'watched' ? 'the relay before the server' : 'the server’s socket'}`}
          >
            <b>times</b> measured <i />
          </span>
        )}
        <code>{connection && known(`${connection.server.address}:${connection.server.port}`)}</code>
      </p>
    </header>
  );
}

const known = (address: string): string | null => (address.startsWith('unknown') ? null : address);

function serverName({ source, programs }: Capture): string {
  if (source.kind === 'watched') return source.server;
  if (source.kind === 'file') return 'Server';
  return programs.hasServer ? 'Your server' : 'Echo server';
}

function endName(newest: Cable | undefined): string {
  if (newest === undefined || newest.client === 'page') return 'Your browser';
  if (newest.client === 'guest') return 'Your class';
  return newest.client === 'raw' ? 'Raw client' : capitalised(newest.program);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface OpenCablesProps {
  readonly open: readonly Cable[];
  readonly context: LaneContext;
  readonly numberOf: (cable: Cable) => number | null;
  readonly isTight: boolean;
  readonly isLarge: boolean;
  readonly isLost: boolean;
}

/** From this many on, cables are drawn low. */
const MANY = 4;

function OpenCables({ open, context, numberOf, isTight, isLarge, isLost }: OpenCablesProps) {
  const { pointing } = context;
  const [showsAll, setShowsAll] = useState(false);
  const drawn = useRef<ReadonlySet<number>>(new Set());
  const selected = useSelected(pointing)?.unit.connection ?? null;
  const pointed = usePointed(pointing)?.unit.connection ?? null;
  const { rows, hidden, hiddenGuests } = arrange(open, drawn.current, selected, showsAll);
  useEffect(() => {
    drawn.current = new Set(rows.map(({ connection }) => connection.id));
  });
  const isMany = open.length >= MANY || (isTight && open.length > 1);
  return (
    <ul
      className={styles.list}
      aria-label="Open connections"
      style={{ '--cables': rows.length } as CSSProperties}
    >
      {rows.map((cable) => {
        const { sid, connection } = cable;
        return (
          <CableView
            key={connection.id}
            {...{ cable, context, isLost }}
            density={isMany ? 'many' : open.length > 1 ? 'few' : isLarge ? 'large' : 'alone'}
            name={clientName(cable, numberOf(cable), open.length > 1)}
            sidConnections={sid === null ? 0 : open.filter((other) => other.sid === sid).length}
            isLit={connection.id === selected || connection.id === pointed}
          />
        );
      })}
      {hidden > 0 && (
        <li>
          <button type="button" className={styles.others} onClick={() => setShowsAll(true)}>
            {hidden === hiddenGuests ? (
              <>and {count(hidden, 'more student')}: show</>
            ) : (
              <>+ {count(hidden, 'open connection')}, quiet: show</>
            )}
          </button>
        </li>
      )}
    </ul>
  );
}

function useLaneContext(
  { capture, playback, pointing, viewing }: WireViewProps,
  isLarge: boolean,
): LaneContext {
  const { decoder } = capture;
  const selected = useSelected(pointing);
  const pointed = usePointed(pointing);
  const isDevTools = useIsDevTools(viewing);
  const isStepped = useReducedMotion();
  const isNarrow = useMedia('(width < 700px)');
  const scale = isLarge ? SCALES[isNarrow ? 'largeNarrow' : 'large'] : SCALES[isNarrow ? 'narrow' : 'wide'];
  return useMemo(
    () => ({
      decoder,
      playback,
      pointing,
      selected: litBy(decoder, selected),
      pointed: litBy(decoder, pointed),
      isDevTools,
      isStepped,
      scale,
    }),
    [decoder, playback, pointing, selected, pointed, isDevTools, isStepped, scale],
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
