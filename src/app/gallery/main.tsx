import { createRoot } from 'react-dom/client';
import '../../ui/fonts.css';
import '../../ui/base.css';
import '../../ui/tokens.css';
import { fixtures, isFixture } from './fixtures';
import { Gallery } from './gallery';
import { isPart, Specimen } from './specimen';

/*
 * For developers: every part of the instrument in every state, from fixtures, at a fixed instant. `npx vite`, then
 * /src/app/gallery/                              all states of one part, with a choice of part, theme and size
 * /src/app/gallery/?fixture=messages&part=wire   one state alone; also at (stage milliseconds; without it, the end),
 *                                                theme, speed, select (number of the unit on the wire, from 0)
 */
const query = new URLSearchParams(location.search);
document.documentElement.dataset.theme = query.get('theme') ?? 'light';

const name = query.get('fixture');
const part = query.get('part') ?? 'all';

createRoot(document.getElementById('root')!).render(
  isFixture(name) && isPart(part) ? (
    <Specimen
      fixture={fixtures[name]()}
      title={name}
      part={part}
      speed={query.get('speed')}
      at={query.get('at')}
      select={query.get('select')}
    />
  ) : (
    <Gallery />
  ),
);
