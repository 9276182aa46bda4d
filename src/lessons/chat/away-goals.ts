import type { CodeEvent } from '../../capture/code-event';
import { capitalised, inWords, outOf } from '../prose/say';
import { exchangesOf, openerOf, type Traffic } from '../traffic';
import { unsaid } from './goals';
import {
  answerTo,
  carries,
  heardOf,
  isJoin,
  pagesOf,
  roomOf,
  saidBy,
  saidIn,
  stringsIn,
  type Talk,
  talkIn,
  type Visit,
  visitsIn,
} from './talk';

/** The goals of the steps in which pages are away: null once met, otherwise what is missing, in one sentence. */

/** Two visits of one page with a cut between them. */
export interface Absence {
  readonly before: Visit;
  /** Null while it is away. */
  readonly after: Visit | null;
}

/** The times that a cut has sent a page away, oldest first. Pages that have been run anew since are not away. */
export function absencesIn(traffic: Traffic, visits: readonly Visit[]): readonly Absence[] {
  const { capture } = traffic;
  return visits
    .filter(({ until, talk }) => {
      const ends = capture.connection(talk.at(-1)!.unit.connection)?.ends ?? [];
      return until !== null && ends.some(({ how, by }) => how === 'reset' && by === 'server');
    })
    .sort((a, b) => a.until! - b.until!)
    .flatMap((before): readonly Absence[] => {
      const endAt = serverRunAt(traffic, before.until!).until;
      const after = visits.find(({ page, from }) => page === before.page && from > before.from) ?? null;
      if (after && after.from < endAt) return [{ before, after }];
      return endAt === Number.POSITIVE_INFINITY ? [{ before, after: null }] : [];
    });
}

/** The run of the server's program at this instant, microseconds: what it keeps in memory, it keeps no longer. */
function serverRunAt({ capture }: Traffic, at: number): { readonly from: number; readonly until: number } {
  const starts = capture.code.filter(({ end, kind }) => end === 'server' && kind === 'started');
  return {
    from: starts.findLast((start) => start.at <= at)?.at ?? Number.NEGATIVE_INFINITY,
    until: starts.find((start) => start.at > at)?.at ?? Number.POSITIVE_INFINITY,
  };
}

/** What a page emitted under this name while it was away. */
export function emittedAway(
  { code }: Traffic,
  { before, after }: Absence,
  name: string,
): readonly CodeEvent[] {
  return code.filter(
    ({ end, client, kind, text, at }) =>
      end === 'client' &&
      client === before.page &&
      kind === 'emit' &&
      text === name &&
      at > before.until! &&
      at < (after?.from ?? Number.POSITIVE_INFINITY),
  );
}

/** Others have heard that a page types; then it typed while it was cut off, and came back without telling that late. */
export function missingTyping(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  const typed = talk.filter(({ sender, name }) => sender === 'client' && name === 'typing');
  const told = talk.filter(({ sender, name }) => sender === 'server' && name === 'typing');
  if (talk.length === 0) return 'Run all, enter in each page, and type in page 1.';
  if (typed.length === 0) return 'No page has emitted typing: type in one that has entered.';
  if (told.length === 0) return 'typing came to the server, which has told nobody in the room.';
  if (told.every(({ page }) => typed.some((one) => one.page === page)) && pagesOf(typed).length === 1) {
    return 'Only the page that types was told: leave it out, and tell the others.';
  }
  if (typedAwayIn(traffic) !== null) return null;
  const absence = absencesIn(traffic, visitsIn(traffic, talk)).at(-1);
  return absence ? missingOfTyping(traffic, absence) : 'The others are told. Now cut page 1 off.';
}

/** The first time that a page typed while it was away, and told nothing of it late. */
export function typedAwayIn(traffic: Traffic): Absence | null {
  const absences = absencesIn(traffic, visitsIn(traffic, talkIn(traffic)));
  return absences.find((absence) => missingOfTyping(traffic, absence) === null) ?? null;
}

/**
 * How much of what was typed in a page that was away has come to the server since: it went out when the page was back, before
 * anything else. Null as long as that cannot be told.
 */
export function typingSentLate(traffic: Traffic): 'all' | 'one' | 'none' | null {
  const absence = absencesIn(traffic, visitsIn(traffic, talkIn(traffic))).at(-1);
  if (!absence?.after) return null;
  const emits = emittedAway(traffic, absence, 'typing');
  const kept = emits.filter(({ unsent }) => unsent !== 'dropped').length;
  if (emits.length === 0) return null;
  if (kept === 0) return 'none';
  const came = absence.after.talk.filter(({ sender, name }) => sender === 'client' && name === 'typing');
  const late = Math.min(kept, came.length);
  if (late === 0) return null;
  return late === 1 && emits.length > 1 ? 'one' : 'all';
}

function missingOfTyping(traffic: Traffic, absence: Absence): string | null {
  const emits = emittedAway(traffic, absence, 'typing');
  const { before, after } = absence;
  if (emits.length === 0) {
    return after === null
      ? `Page ${before.page} is away: type in it, then let it reconnect.`
      : `Page ${before.page} came back, and nobody had typed in it: cut it off again.`;
  }
  if (after === null) return `Page ${before.page} has emitted typing while it is away. Let it reconnect.`;
  const kept = emits.filter(({ unsent }) => unsent !== 'dropped');
  if (kept.length === 0) return null;
  const noticedAt = refusedAfter(traffic, before);
  if (kept.every(({ at }) => noticedAt === null || at < noticedAt)) {
    return 'It was typed before the page had tried to come back even once; until then the library may keep even a volatile event. Cut it off again, and type a moment later.';
  }
  return `${capitalised(inWords(kept.length))} typing ${kept.length === 1 ? 'event was' : 'events were'} kept until page ${before.page} was back, and sent then: make typing volatile.`;
}

/** When the first attempt of this page to come back was refused. */
function refusedAfter(traffic: Traffic, { page, until }: Visit): number | null {
  const refused = exchangesOf(traffic).find(({ request, answered }) => {
    const opener = openerOf(traffic.capture, request);
    const client = traffic.calls.find(({ id }) => id === opener)?.client;
    return answered?.status === 503 && client === page && request.at > until!;
  });
  return refused?.request.at ?? null;
}

/** A page has joined a room after at least two messages there, and the answer brought them all. */
export function missingHistory(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  let told: string | null = null;
  for (const [at, join] of talk.entries()) {
    if (!isJoin(join)) continue;
    const room = stringsIn(join.data)[0];
    const earlier = saidIn(talk.slice(0, at)).filter(
      (said) => roomOf(talk.slice(0, talk.indexOf(said)), said.session) === room,
    );
    if (earlier.length < 2) continue;
    if (join.id === null) {
      told = `Page ${join.page} joined, and asked for no answer: give emit a function as its last argument.`;
      continue;
    }
    const answer = answerTo(talk, join);
    const brought = earlier.slice(-50).filter((said) => answer && carries(answer, saidBy(said))).length;
    if (!answer) told = `Page ${join.page} has asked, and join has no answer yet.`;
    else if (brought === Math.min(50, earlier.length)) return null;
    else
      told = `The answer brought page ${join.page} ${outOf(brought, Math.min(50, earlier.length))} messages.`;
  }
  if (told !== null) return told;
  const said = saidIn(talk).length;
  if (said === 0) return talk.length === 0 ? 'Run all, and enter in two pages.' : unsaid(traffic, talk);
  return said < 2
    ? 'One message has been said. Say one more.'
    : 'Now let a page enter that room: one that has not entered yet, or one that you reload.';
}

/** Messages that must be said while a page is away. */
const WANTED = 3;

/** A page was cut off while others said three things; back again it got each once, and nothing that it had. */
export function missingReturned(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  if (saidIn(talk).length === 0)
    return talk.length === 0 ? 'Run all, and enter in each page.' : unsaid(traffic, talk);
  if (returnedIn(traffic) !== null) return null;
  const absence = absencesIn(traffic, visitsIn(traffic, talk)).at(-1);
  return absence ? missingOfReturn(talk, absence) : 'Say something that page 3 gets, then cut page 3 off.';
}

/** The first time that a page was away, and got all that it had missed, once each. */
export function returnedIn(traffic: Traffic): Absence | null {
  const talk = talkIn(traffic);
  const absences = absencesIn(traffic, visitsIn(traffic, talk));
  return absences.find((absence) => missingOfReturn(talk, absence) === null) ?? null;
}

function missingOfReturn(talk: readonly Talk[], { before, after }: Absence): string | null {
  const spoken = new Set(saidIn(talk).map(saidBy));
  const had = textsFor(before, spoken);
  if (had.length === 0)
    return `Page ${before.page} had got nothing before: let it reconnect, and say something first.`;
  const room = roomOf(talk, before.session);
  const others = saidIn(talk).filter(
    (said) => said.page !== before.page && roomOf(talk.slice(0, talk.indexOf(said)), said.session) === room,
  );
  const missed = others.filter(({ unit }) => unit.at > before.until! && unit.at < (after?.from ?? Infinity));
  if (missed.length < WANTED) {
    const messages = `${outOf(missed.length, WANTED)} messages`;
    const isOne = missed.length === 1;
    return after === null
      ? `So far, ${messages} ${isOne ? 'has' : 'have'} been said while page ${before.page} is away.`
      : `While page ${before.page} was away, ${messages} ${isOne ? 'was' : 'were'} said: cut it off again.`;
  }
  if (after === null) return `Three messages have been said. Let page ${before.page} reconnect.`;
  const got = textsFor(after, spoken);
  const later = saidIn(talk).filter(({ unit }) => unit.at > after.from);
  const countIn = (texts: readonly string[], text: string) => texts.filter((one) => one === text).length;
  const due = [...missed, ...later].map(saidBy);
  const texts = [...new Set(missed.map(saidBy))];
  const lost = texts.filter((text) => countIn(got, text) < countIn(due, text)).length;
  if (lost > 0)
    return `Page ${before.page} is back, and ${outOf(lost, texts.length)} messages ${lost === 1 ? 'has' : 'have'} not come.`;
  const twice = texts.find((text) => countIn(got, text) > countIn(due, text));
  if (twice !== undefined) return `“${twice}” came to page ${before.page} more than once.`;
  const again = had.filter((text) => got.includes(text) && !due.includes(text)).length;
  return again === 0
    ? null
    : `It got all that it had missed, and ${inWords(again)} ${again === 1 ? 'message' : 'messages'} that it already had: ask for what follows the last one.`;
}

/** Which of these texts a visit brought, each as often as it came: in messages, or in lists of them. */
function textsFor({ talk }: Visit, texts: ReadonlySet<string>): readonly string[] {
  return talk
    .filter(({ sender, name }) => sender === 'server' && name !== 'typing')
    .flatMap(({ data }) => data.flatMap((part) => (Array.isArray(part) ? part : [part])))
    .flatMap((message) =>
      stringsIn(message)
        .filter((text) => texts.has(text))
        .slice(-1),
    );
}

/** The first packet of a message whose answer was lost with its connection, the newest such message; null without one. */
export function lostIn(traffic: Traffic, talk: readonly Talk[]): Talk | null {
  const { capture } = traffic;
  const isLost = (said: Talk) =>
    said.id !== null &&
    answerTo(talk, said) === undefined &&
    (capture.connection(said.unit.connection)?.closedAt ?? null) !== null;
  const lost = saidIn(talk).findLast((said) => isLost(said) && heardOf(talk, said).length > 0);
  if (!lost) return null;
  const first = copiesOf(traffic, talk, lost)[0]!;
  return isLost(first) ? first : null;
}

/** All packets with this message and its id that one run of the server got, oldest first. */
export function copiesOf(traffic: Traffic, talk: readonly Talk[], message: Talk): readonly Talk[] {
  const { from, until } = serverRunAt(traffic, message.unit.at);
  const content = JSON.stringify(message.data);
  return saidIn(talk).filter(
    ({ page, data, unit }) =>
      page === message.page && unit.at > from && unit.at < until && JSON.stringify(data) === content,
  );
}

/** The same message, sent again in a later session: the packet that was answered, if one was. */
export function againOf(traffic: Traffic, talk: readonly Talk[], lost: Talk): Talk | undefined {
  const { until } = serverRunAt(traffic, lost.unit.at);
  const all = saidIn(talk).filter(
    (said) =>
      said.page === lost.page &&
      said.session !== lost.session &&
      said.unit.at > lost.unit.at &&
      said.unit.at < until &&
      saidBy(said) === saidBy(lost),
  );
  return all.find((said) => answerTo(talk, said)) ?? all[0];
}

const NONE_LOST = 'No answer has been lost: press the button, then say something in page 1.';

/** A message whose answer was lost was sent again, answered, and reached the others once. */
export function missingOnce(traffic: Traffic): string | null {
  const talk = talkIn(traffic);
  if (talk.length === 0) return 'Run all, and enter in each page.';
  const lost = lostIn(traffic, talk);
  if (lost === null) return NONE_LOST;
  const missing = missingOf(traffic, talk, lost);
  // What an earlier run of the server lacked says nothing of this one.
  const isOver = serverRunAt(traffic, lost.unit.at).until !== Number.POSITIVE_INFINITY;
  return missing !== null && isOver ? NONE_LOST : missing;
}

function missingOf(traffic: Traffic, talk: readonly Talk[], lost: Talk): string | null {
  const text = saidBy(lost);
  const again = againOf(traffic, talk, lost);
  if (!again) return `“${text}” has not been sent again: its page cannot know that it arrived.`;
  const { until } = serverRunAt(traffic, lost.unit.at);
  const since = talk.slice(talk.indexOf(lost)).filter(({ unit }) => unit.at < until);
  const contentOf = ({ data }: Talk) => JSON.stringify(data);
  const isSame = contentOf(again) === contentOf(lost);
  // The same words may be another message: another page's, or one that has another id on purpose.
  const others = saidIn(since).filter(
    (said) =>
      saidBy(said) === text && contentOf(said) !== contentOf(lost) && (isSame || said.page !== lost.page),
  );
  const due = 1 + new Set(others.map((said) => `${said.page} ${contentOf(said)}`)).size;
  for (const page of pagesOf(since.filter((heard) => heard.page !== lost.page))) {
    const times = since.filter(
      (heard) =>
        heard.sender === 'server' && heard.name === 'message' && heard.page === page && carries(heard, text),
    ).length;
    if (times <= due) continue;
    const why = isSame
      ? 'the server must ignore an id that it knows.'
      : 'it must be sent again with the id that it had.';
    const often = times - due + 1;
    return `“${text}” came to page ${page} ${often === 2 ? 'twice' : `${inWords(often)} times`}: ${why}`;
  }
  return answerTo(talk, again)
    ? null
    : 'It was sent again, and the server has not answered: answer even when the id is known.';
}
