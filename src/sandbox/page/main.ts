import { leaveOut } from './left-out';
import { followLibrary } from './library';
import { withNamedScripts, withOwnLibrary } from './markup';
import { type PageStart, READY, type ToFrame } from './messages';
import { followMistakes } from './mistakes';
import { followConsole } from './page-console';
import { createReport } from './report';

/** Runs in a frame that has no origin: gets a student's page from the page of the lab around it, and writes it into the document. */

addEventListener('message', (event: MessageEvent<PageStart>) => {
  const [port] = event.ports;
  if (event.source !== parent || !port || isBegun) return;
  isBegun = true;
  begin(event.data, port);
});
let isBegun = false;
// Nobody but pages of this server may have this frame inside them.
parent.postMessage(READY, new URL(location.href).origin);

function begin({ html, lab, calls }: PageStart, port: MessagePort): void {
  const report = createReport(port);
  const left = [...calls];
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === 'ask') report.tell({ kind: 'alive' });
    else left.push(...data.calls);
  };
  const folder = `${new URL(lab).pathname}/frame`;
  const { html: text, hosts } = withOwnLibrary(withNamedScripts(html), folder);
  // What was listened to before this is forgotten (HTML Standard §8.4.1).
  document.open();
  followMistakes(report);
  followConsole(report);
  leaveOut(report);
  addEventListener('pagehide', () => report.tell({ kind: 'leaves' }));
  followLibrary(report, { lab, nextCall: () => left.shift() });
  for (const host of hosts) report.say('warn', copyInsteadOf(host), 0);
  document.write(text);
  document.close();
}

/** Set where this is bundled: the version of the lab's copy of the library. */
declare const LIBRARY_VERSION: string;

const copyInsteadOf = (host: string) =>
  `${host} is not reachable from here; the lab’s own copy, ${LIBRARY_VERSION}, is used.`;
