import type { Texts } from '../../../code/texts';

/** The code of a step: as it begins, with what is to be written as TODO comments, and as it can end. */
export interface StepTexts {
  readonly begun: Texts;
  readonly finished: Texts;
}

/** The visitors of the chat. */
const PAGES = 3;

/**
 * Makes both from one text for each end. Lines that begin with `?` are only in what the step begins with, lines that begin with `+` only
 * in what it ends with. `page` is a script, `body` the HTML before it.
 */
export function stepTexts(server: string, body: string, page: string): StepTexts {
  const texts = (leave: '?' | '+') => textsFor(linesOf(server, leave), pageWith(body, linesOf(page, leave)));
  return { begun: texts('+'), finished: texts('?') };
}

/** One page for all visitors. */
function textsFor(server: string, page: string): Texts {
  return { server, clients: Array.from({ length: PAGES }, () => page), isShared: true };
}

function linesOf(text: string, leave: '?' | '+'): string {
  const lines = text.split('\n').filter((line) => !line.startsWith(leave));
  return lines.map((line) => line.replace(/^[?+]/, '')).join('\n');
}

function pageWith(body: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<title>Chat</title>
<meta name="viewport" content="width=device-width" />
<style>
  body { margin: 8px; font: 15px/1.4 system-ui, sans-serif; }
  form:not([hidden]) { display: flex; gap: 4px; }
  input { flex: 1; min-width: 0; }
  p, ul { margin: 4px 0; padding: 0; list-style: none; }
</style>
${body}
<script src="/socket.io/socket.io.js"></script>
<script>
${script}</script>
`;
}

const DEMONSTRATION = '<!-- Show me: this page presses and types by itself. -->';

/** The finished code, with lines that press and type in its pages in place of a person. `window.name` tells which page it is. */
export function acting({ finished }: StepTexts, script: string): Texts {
  const { server, clients } = finished;
  return textsFor(server, `${clients[0]}${DEMONSTRATION}\n<script>\n${script}</script>\n`);
}

/** Whether "show me" has put these texts there. */
export const isActing = ({ clients }: Texts): boolean => clients.some((text) => text.includes(DEMONSTRATION));
