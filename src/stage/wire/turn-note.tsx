import type { Decoder } from '../../protocol/decoder';
import { LAYERS, wireLayer } from '../../protocol/layers';
import type { Cable, Playback, Turn } from '../../timeline';
import { refusalText } from '../ending';
import { count } from '../format';
import { Since } from './age';
import styles from './turn-note.module.css';

interface Props {
  readonly cable: Cable;
  readonly turn: Turn;
  readonly decoder: Decoder;
  readonly playback: Playback;
}

/** Whose turn it is on a cable that speaks HTTP, above that side's end. */
export function TurnNote({ cable, turn, decoder, playback }: Props) {
  const { state, queued, since } = turn;
  const isServers = state === 'waiting' || state === 'answer';
  return (
    <p
      className={styles.turn}
      data-layer={wireLayer('turns').id}
      data-side={isServers ? 'server' : 'client'}
      data-state={state}
    >
      <span className={styles.text}>
        <b>{isServers ? 'Server’s turn' : 'Client’s turn'}</b> · {textOf(turn, decoder, cable)}
        {state === 'waiting' && <Since since={since} playback={playback} />}
        {queued > 0 && ` · ${count(queued, 'more request')} in line`}
      </span>
    </p>
  );
}

function textOf({ state, request }: Turn, decoder: Decoder, cable: Cable): string {
  if (state === 'request') return 'its request is under way';
  if (state === 'answer') return 'its answer is under way';
  if (state === 'idle') return refusalText(decoder, cable) ?? 'idle, kept open for the next request';
  return isPoll(decoder, request)
    ? 'it holds the poll until there is news'
    : 'the client waits for the answer';
}

/** A request that the server answers once there is news. */
function isPoll(decoder: Decoder, request: Turn['request']): boolean {
  const head = decoder.headOf(request);
  return head !== null && LAYERS.some(({ session }) => session?.isPoll(head.method, head.target));
}
