import { JoinPage } from './JoinPage';
import { TeachPage } from './TeachPage';

/** The page of a class: its teacher's, or where students join, with the code that the address names. */
export default function ClassPage({ path }: { readonly path: string }) {
  if (path.startsWith('/teach')) return <TeachPage />;
  return <JoinPage code={path.split('/')[2] || null} />;
}
