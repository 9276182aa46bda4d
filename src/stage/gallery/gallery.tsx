import { domAnimation, LazyMotion } from 'framer-motion';
import { createRoot } from 'react-dom/client';
import '../../ui/fonts.css';
import '../../ui/base.css';
import '../../ui/tokens.css';
import { createPlayback, createPointing, type Speed } from '../../timeline';
import { Ladder, TransportBar, WireView } from '..';
import { type FixtureName, fixtures } from './fixtures';
import styles from './gallery.module.css';

/*
 * For developers: every stage part from a fixture at a fixed instant, served by `npx vite` at
 * /src/stage/gallery/?fixture=messages&at=9000&theme=dark&speed=explain (`at` in stage milliseconds; without it, the end).
 */
const query = new URLSearchParams(location.search);
const name = (query.get('fixture') ?? 'messages') as FixtureName;
document.documentElement.dataset.theme = query.get('theme') ?? 'light';

const capture = fixtures[name]();
const pointing = createPointing();
const playback = createPlayback(capture, () => capture.lastAt, {
  speed: (query.get('speed') ?? 'explain') as Speed,
});
const at = query.get('at');
playback.pause();
playback.seek(at === null ? capture.lastAt : playback.warp.toCapture(Number(at)));
const selected = query.get('select');
if (selected !== null) pointing.select({ unit: playback.track.flights[Number(selected)]!.unit, range: null });

createRoot(document.getElementById('root')!).render(
  <LazyMotion features={domAnimation} strict>
    <main className={styles.gallery}>
      <WireView capture={capture} playback={playback} pointing={pointing} />
      <Ladder capture={capture} playback={playback} pointing={pointing} />
      <TransportBar capture={capture} playback={playback} pointing={pointing} />
    </main>
  </LazyMotion>,
);
