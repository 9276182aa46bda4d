import type { Decoder } from '../../protocol/decoder';
import { wireLayer } from '../../protocol/layers';
import type { Cable, Playback, Pointing } from '../../timeline';
import { useFollow } from '../../ui/use-follow';
import { formatNumber } from '../format';
import { selectionFor } from '../innermost';
import styles from './history.module.css';

interface Props {
  readonly seam: NonNullable<Cable['seam']>;
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

/** What the cable was before 101, once it is something else: HTTP, to the last byte of that response. */
export default function History({ seam, decoder, playback, pointing }: Props) {
  const { unit, land } = seam;
  const strip = useFollow(playback.stage, (element: HTMLButtonElement, stage) => {
    element.style.visibility = stage < land ? 'hidden' : 'visible';
  });
  const before = wireLayer('turns');
  return (
    <button
      ref={strip}
      type="button"
      className={styles.history}
      data-layer={before.id}
      title={`Before it switched, this connection spoke ${before.name}: to byte ${formatNumber(unit.end)} from the server, the end of the 101 response`}
      aria-label={`${before.name} until the 101 response, which ends at byte ${unit.end} from the server: select it`}
      onClick={() => pointing.select(selectionFor(decoder, unit))}
      onPointerEnter={() => pointing.point({ unit, range: null })}
      onPointerLeave={() => pointing.point(null)}
    >
      <span className={styles.past}>{before.name}</span>
      <b>101</b> at byte {formatNumber(unit.end)}
    </button>
  );
}
