import type { Texts } from '../texts';
import { projectFiles } from './project-files';
import { zip } from './zip';

const NAME = 'my-socket-io-app.zip';
/** A browser has begun to save by then. */
const KEPT_MS = 60_000;

/** Has the browser save both ends as a project. */
export function downloadProject(texts: Texts): void {
  const url = URL.createObjectURL(new Blob([zip(projectFiles(texts))], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
