import type { PageProps } from '../App';
import { JoinPage } from './JoinPage';
import { TeachPage } from './TeachPage';

/** The page of a class: its teacher's, the wall, or where students join, with the code that the address names. */
export default function ClassPage({ path, lab }: Pick<PageProps, 'lab'> & { readonly path: string }) {
  if (path.startsWith('/teach')) return <TeachPage lab={lab} isWall={path.startsWith('/teach/wall')} />;
  return <JoinPage code={path.split('/')[2] || null} />;
}
