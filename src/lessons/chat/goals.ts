import { heardIn, saidIn as loggedIn } from '../parts/programs';
import { capitalised, inWords, outOf } from '../prose/say';
import type { Traffic } from '../traffic';
import { carries, heardOf, nameOf, pagesOf, roomOf, saidBy, saidIn, type Talk, talkIn } from './talk';

/** The goals of the first four steps: null once met, otherwise what is missing, in one sentence. */

export const PAGES = 3;

/** Each of the three pages is connected, and the server has written the id of each. */
export function missingConnected(traffic: Traffic): string | null {
  if (traffic.code.length === 0) return 'Write both parts, then run all.';
  const talk = talkIn(traffic);
  const absent = absentPages(traffic, talk);
  if (absent !== null) return absent;
  const logged = loggedIn(traffic, 'server');
  const connects = presentIn(traffic, talk);
  const named = connects.filter(({ data }) => {
    const { sid } = (data[0] ?? {}) as { readonly sid?: unknown };
    return typeof sid === 'string' && logged.some((text) => text.includes(sid));
  });
  if (named.length === connects.length) return null;
  return `Three pages are connected; the server’s console names ${named.length === 0 ? 'none' : inWords(named.length)} of their ids.`;
}

/** Something that one page said has reached all three, and each listens to it. */
export function missingHeard(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  const said = saidIn(talk);
  if (said.length === 0) return unsaid(traffic, talk);
  const reached = said.map((one) => pagesOf(heardOf(talk, one)).length);
  const most = Math.max(...reached);
  if (most === 0)
    return `“${saidBy(said.at(-1)!)}” reached the server, which has not emitted it as a message.`;
  if (most < PAGES) return `It has reached ${outOf(most, PAGES)} pages.`;
  const listening = new Set(heardIn(traffic, 'client', 'message').map(({ client }) => client)).size;
  if (listening >= PAGES) return null;
  return `It has reached three pages, and ${inWords(listening)} of them ${listening === 1 ? 'listens' : 'listen'} to message.`;
}

/** What the markup of the second step would have its readers' pages say, if it ran there. */
export const RAN = 'I am a script';
export const MARKUP = `<img src="x" onerror="socket.emit('message', '${RAN}')">`;

/** Somebody has said the markup, and something else afterwards; it has run in no page. */
export function missingInert(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  const said = saidIn(talk);
  const at = said.findLastIndex((one) => saidBy(one).trim() === MARKUP);
  if (at === -1) return 'Copy the line above into one of the pages, and send it.';
  const after = said.slice(at + 1);
  const ran = pagesOf(after.filter((one) => saidBy(one) === RAN)).length;
  if (ran > 0) {
    return `It ran in ${inWords(ran)} ${ran === 1 ? 'page' : 'pages'}, which spoke in ${ran === 1 ? 'its reader’s name' : 'their readers’ names'}: put messages in with textContent, and run all again.`;
  }
  if (pagesOf(heardOf(talk, said[at]!)).length < PAGES) return 'It has not reached all three pages.';
  return after.length > 0 ? null : 'So far it has not run. Say something else, to give it time to.';
}

/** Two pages have said two things each, and all came with the names that their connections began with. */
export function missingNames(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  const said = saidIn(talk);
  if (said.length === 0) {
    const hasEntered = talk.some(({ kind, sender }) => kind === 'connect' && sender === 'client');
    return hasEntered ? unsaid(traffic, talk) : 'Run all, and enter a name in a page.';
  }
  const times = new Map<string, number>();
  for (const one of said) {
    const name = nameOf(talk.filter(({ session }) => session === one.session));
    if (name === null || carries(one, name)) continue;
    if (heardOf(talk, one).some((heard) => carries(heard, name))) times.set(name, (times.get(name) ?? 0) + 1);
  }
  const once = [...times].find(([, count]) => count < 2)?.[0];
  if (times.size > 1 && [...times.values()].filter((count) => count > 1).length > 1) return null;
  if (once !== undefined) return `${once} is heard by name. Say one more thing in that page.`;
  if (times.size === 1)
    return `${[...times.keys()][0]} is heard by name. Now another page, with another name.`;
  const last = said.at(-1)!;
  const name = nameOf(talk.filter(({ session }) => session === last.session));
  if (name === null) return 'That page connected without a name: set socket.auth before socket.connect().';
  if (carries(last, name)) {
    return 'The message itself carries the name, and could carry any name: leave that to the server, which knows the name from the connection.';
  }
  return `What ${name} said has gone out without the name.`;
}

/** A message has reached the two pages of its room, and nothing of it the third page, which is in another. */
export function missingRoom(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  const rooms = new Map<number, string>();
  let told = 'Three are in their rooms. Now say something in the room with two pages.';
  for (const [at, packet] of talk.entries()) {
    const room = roomOf(talk.slice(0, at + 1), packet.session);
    if (room !== null) rooms.set(packet.page, room);
    if (rooms.size < PAGES || saidIn([packet]).length === 0) continue;
    const inRoom = [...rooms].filter(([, other]) => other === room).map(([page]) => page);
    const reached = pagesOf(heardOf(talk, packet));
    if (inRoom.length === PAGES) told = 'All three are in one room: put one of them into another.';
    else if (inRoom.length < 2) told = 'That was said where nobody else is.';
    else {
      const stray = reached.find((page) => !inRoom.includes(page));
      if (stray !== undefined) told = `Page ${stray} got it too, and is in ${rooms.get(stray)}.`;
      else if (reached.length < inRoom.length)
        told = `It has reached ${reached.length === 0 ? 'none' : inWords(reached.length)} of the two pages in ${room}.`;
      else return null;
    }
  }
  if (rooms.size === PAGES) return told;
  const entered = pagesOf(talk.filter(({ kind }) => kind === 'connect')).length;
  if (entered === 0) return 'Run all, and enter in each page: two in one room, one in the other.';
  if (rooms.size === 0) return 'No page has emitted join with the name of a room.';
  return `${capitalised(inWords(rooms.size))} of three pages ${rooms.size === 1 ? 'has' : 'have'} joined a room.`;
}

/** Why there is no message yet. */
export function unsaid(traffic: Traffic, talk: readonly Talk[]): string {
  const other = talk.find(
    ({ sender, kind, name }) => sender === 'client' && kind === 'event' && name !== 'join',
  );
  if (other) return `A page has emitted ${other.name}; the event must be called message.`;
  if (traffic.code.length === 0) return 'Do the TODOs, then run all.';
  return absentPages(traffic, talk) ?? NOTHING;
}

const NOTHING = 'The pages are connected. Now type something in one of them, and send it.';

/** Which pages are not there, in one sentence; null when all are. */
function absentPages(traffic: Traffic, talk: readonly Talk[]): string | null {
  const run = traffic.code.findLast(({ end }) => end === 'server')?.run;
  if (traffic.code.some((event) => event.end === 'server' && event.run === run && ENDS.has(event.kind)))
    return 'The server has ended: see its console, then run all again.';
  const pages = pagesOf(presentIn(traffic, talk)).length;
  if (pages >= PAGES) return null;
  return pages === 0
    ? 'No page is connected.'
    : `${capitalised(inWords(pages))} of three pages ${pages === 1 ? 'is' : 'are'} connected.`;
}

/** What ends a program. */
const ENDS: ReadonlySet<string> = new Set(['ended', 'stopped']);

/** The server's CONNECT to each client that is still there, as far as its WebSocket tells. */
function presentIn({ capture }: Traffic, talk: readonly Talk[]): readonly Talk[] {
  const sockets = capture.connections.filter(
    ({ id }) => capture.decoder.connection(id)?.protocol === 'websocket',
  );
  return talk.filter(({ kind, sender, session }) => {
    if (kind !== 'connect' || sender !== 'server') return false;
    const own = sockets.filter(({ id }) => capture.decoder.connection(id)?.sid === session);
    return own.length === 0 || own.some(({ closedAt }) => closedAt === null);
  });
}
