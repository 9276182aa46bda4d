import { describe, expect, it } from 'vitest';
import { ChatRecording, threePages } from '../testing/chat-recording';
import {
  copiesOf,
  lostIn,
  missingHistory,
  missingOnce,
  missingReturned,
  missingTyping,
  returnedIn,
  typingSentLate,
} from './away-goals';
import { talkIn } from './talk';

const said = (text: string) => `2${JSON.stringify(['message', text])}`;
const named = (text: string) => `2${JSON.stringify(['message', { name: 'Ada', text }])}`;
const list = (...texts: readonly string[]) => JSON.stringify([texts.map((text) => ({ name: 'Ada', text }))]);
const inTea = () => {
  const chat = threePages();
  for (const page of [1, 2, 3]) chat.page(page, '2["join","tea"]');
  return chat;
};

describe('typing', () => {
  const told = () => inTea().page(1, '2["typing"]').server('2["typing","Ada"]', 2, 3);

  it('is met when what was typed away was dropped', () => {
    const chat = told().cut(1).refuse(1);
    expect(missingTyping(chat.traffic)).toBe('Page 1 is away: type in it, then let it reconnect.');
    chat.emits(1, 'typing', 'dropped');
    expect(missingTyping(chat.traffic)).toContain('Let it reconnect');
    expect(missingTyping(chat.come(1).traffic)).toBeNull();
  });

  it('is not met when it was kept, and does not blame what the library keeps at first', () => {
    const kept = told().cut(1).refuse(1).emits(1, 'typing', 'kept').emits(1, 'typing', 'kept').come(1);
    expect(missingTyping(kept.traffic)).toBe(
      'Two typing events were kept until page 1 was back, and sent then: make typing volatile.',
    );
    const early = told().cut(1).emits(1, 'typing', 'kept').refuse(1).come(1);
    expect(missingTyping(early.traffic)).toContain('until then the library may keep even a volatile event');
  });

  it('is told by what came to the server: what is kept leaves before join, and reaches nobody', () => {
    const away = () => told().cut(1).refuse(1);
    expect(typingSentLate(away().emits(1, 'typing', 'dropped').come(1).traffic)).toBe('none');
    const kept = away().emits(1, 'typing', 'kept').emits(1, 'typing', 'kept').come(1);
    expect(typingSentLate(kept.traffic)).toBeNull();
    kept.page(1, '2["typing"]').page(1, '2["typing"]');
    expect(typingSentLate(kept.traffic)).toBe('all');
  });

  it('stays met when a page is cut off once more', () => {
    const met = told().cut(1).refuse(1).emits(1, 'typing', 'dropped').come(1);
    expect(missingTyping(met.cut(2).traffic)).toBeNull();
  });

  it('says what is missing before', () => {
    expect(missingTyping(new ChatRecording().traffic)).toContain('Run all');
    expect(missingTyping(inTea().traffic)).toContain('No page has emitted typing');
    expect(missingTyping(inTea().page(1, '2["typing"]').traffic)).toContain('has told nobody');
    const own = inTea().page(1, '2["typing"]').server('2["typing","Ada"]', 1);
    expect(missingTyping(own.traffic)).toContain('Only the page that types was told');
    expect(missingTyping(told().traffic)).toBe('The others are told. Now cut page 1 off.');
    expect(missingTyping(told().cut(1).come(1).traffic)).toContain('nobody had typed in it');
  });
});

describe('history', () => {
  const spoken = () => {
    const chat = new ChatRecording().come(1).page(1, '20["join","tea"]').server('30[[]]', 1);
    return chat.page(1, said('one')).server(named('one'), 1).page(1, said('two')).server(named('two'), 1);
  };

  it('comes in the answer to join', () => {
    const chat = spoken().come(2).page(2, '20["join","tea"]');
    expect(missingHistory(chat.traffic)).toBe('Page 2 has asked, and join has no answer yet.');
    expect(missingHistory(chat.server(`30${list('one', 'two')}`, 2).traffic)).toBeNull();
  });

  it('is whole, of this room, and asked for', () => {
    expect(missingHistory(new ChatRecording().traffic)).toBe('Run all, and enter in two pages.');
    expect(missingHistory(spoken().traffic)).toContain('Now let a page enter that room');
    const part = spoken()
      .come(2)
      .page(2, '20["join","tea"]')
      .server(`30${list('two')}`, 2);
    expect(missingHistory(part.traffic)).toBe('The answer brought page 2 one of two messages.');
    const unasked = spoken()
      .come(2)
      .page(2, '2["join","tea"]')
      .server(`2["history",${list('one', 'two')}]`, 2);
    expect(missingHistory(unasked.traffic)).toContain('asked for no answer');
    const elsewhere = spoken()
      .come(2)
      .page(2, '20["join","coffee"]')
      .server(`30${list('one', 'two')}`, 2);
    expect(missingHistory(elsewhere.traffic)).toContain('Now let a page enter that room');
  });
});

describe('a page that was away', () => {
  const say = (chat: ChatRecording, text: string, ...pages: readonly number[]) =>
    chat.page(1, said(text)).server(named(text), ...pages);
  const away = (...texts: readonly string[]) => {
    const chat = say(inTea(), 'before', 1, 2, 3).cut(3);
    for (const text of texts) say(chat, text, 1, 2);
    return chat;
  };
  const back = (chat: ChatRecording, ...texts: readonly string[]) =>
    chat
      .come(3)
      .page(3, '20["join","tea",1]')
      .server(`30${list(...texts)}`, 3);

  it('has all, once each', () => {
    expect(missingReturned(back(away('one', 'two', 'three'), 'one', 'two', 'three').traffic)).toBeNull();
  });

  it('has what is said after its return as well', () => {
    const chat = say(back(away('one', 'two', 'one'), 'one', 'two', 'one'), 'one', 1, 2, 3);
    expect(missingReturned(chat.traffic)).toBeNull();
  });

  it('has lost some, or has got too much', () => {
    const three = () => away('one', 'two', 'three');
    expect(missingReturned(back(three()).traffic)).toContain('three of three messages have not come');
    expect(missingReturned(back(three(), 'one', 'three').traffic)).toContain(
      'one of three messages has not come',
    );
    const twice = back(three(), 'one', 'two', 'three').server(named('two'), 3);
    expect(missingReturned(twice.traffic)).toBe('“two” came to page 3 more than once.');
    expect(missingReturned(back(three(), 'before', 'one', 'two', 'three').traffic)).toContain(
      'one message that it already had: ask for what follows the last one',
    );
  });

  it('is the page that met the goal, whichever is cut off later', () => {
    const chat = back(away('one', 'two', 'three'), 'one', 'two', 'three');
    expect(returnedIn(chat.cut(1).come(1).traffic)?.before.page).toBe(3);
  });

  it('is not away any more once all is run again', () => {
    const chat = new ChatRecording().serverStarts();
    for (const page of [1, 2, 3]) chat.come(page, '{"name":"Ada"}').page(page, '2["join","tea"]');
    say(chat, 'before', 1, 2, 3).cut(3);
    expect(missingReturned(chat.traffic)).toContain('messages have been said');
    chat.serverStarts().come(3).page(3, '2["join","tea"]');
    expect(missingReturned(chat.traffic)).toContain('then cut page 3 off');
  });

  it('must have been cut off, and three things said', () => {
    expect(missingReturned(new ChatRecording().traffic)).toBe('Run all, and enter in each page.');
    expect(missingReturned(say(inTea(), 'before', 1, 2, 3).traffic)).toContain('then cut page 3 off');
    expect(missingReturned(away('one').traffic)).toContain('one of three messages has been said');
    expect(missingReturned(away('one', 'two', 'three').traffic)).toBe(
      'Three messages have been said. Let page 3 reconnect.',
    );
    expect(missingReturned(back(away('one'), 'one').traffic)).toContain('cut it off again');
    // A page that is reloaded was not cut off.
    expect(missingReturned(say(inTea(), 'before', 1, 2, 3).leave(3).come(3).traffic)).toContain(
      'then cut page 3 off',
    );
  });
});

describe('an answer that was lost', () => {
  const message = (ack: number, id: string) => `2${ack}${JSON.stringify(['message', { id, text: 'tea?' }])}`;
  const lost = () => inTea().page(1, message(0, 'a-1')).server(named('tea?'), 1, 2, 3).cut(1);
  const again = (id = 'a-1') => lost().come(1).page(1, '20["join","tea",0]').page(1, message(1, id));

  it('leads to the same message, kept once', () => {
    expect(missingOnce(again().traffic)).toContain('answer even when the id is known');
    expect(missingOnce(again().server('31[]', 1).traffic)).toBeNull();
  });

  it('is counted from its first packet, in every page', () => {
    const often = inTea().page(1, message(0, 'a-1')).server(named('tea?'), 1, 2, 3);
    for (const ack of [1, 2]) often.page(1, message(ack, 'a-1')).server(named('tea?'), 1, 2, 3);
    // The newest copy that was lost is heard, too; those after the return come before join, and go to nobody.
    often.cut(1).come(1).page(1, message(0, 'a-1')).server('30[]', 1);
    expect(missingOnce(often.traffic)).toBe(
      '“tea?” came to page 2 three times: the server must ignore an id that it knows.',
    );
    const talk = talkIn(often.traffic);
    const lost = lostIn(often.traffic, talk)!;
    expect([lost.id, copiesOf(often.traffic, talk, lost).length]).toEqual(['0', 4]);
  });

  it('is no other message with the same words', () => {
    const chat = again().server('31[]', 1).page(2, message(0, 'b-1')).server(named('tea?'), 1, 2, 3);
    expect(missingOnce(chat.page(1, message(2, 'a-2')).server(named('tea?'), 1, 2, 3).traffic)).toBeNull();
  });

  it('is that of the run of the server in which it was lost', () => {
    const chat = new ChatRecording().serverStarts().come(1).come(2).page(1, message(0, '1'));
    chat.server(named('tea?'), 1, 2).page(1, message(1, '1')).server(named('tea?'), 1, 2).cut(1).come(1);
    chat.page(1, message(0, '1')).server('30[]', 1);
    expect(missingOnce(chat.traffic)).toContain('came to page 2 twice');
    chat.serverStarts().come(1).come(2);
    expect(missingOnce(chat.traffic)).toContain('No answer has been lost');
    chat.page(1, message(0, '1')).server(named('tea?'), 1, 2).cut(1).come(1);
    expect(missingOnce(chat.page(1, message(0, '1')).server('30[]', 1).traffic)).toBeNull();
  });

  it('says what is missing', () => {
    expect(missingOnce(new ChatRecording().traffic)).toBe('Run all, and enter in each page.');
    const answered = inTea()
      .page(1, message(0, 'a-1'))
      .server(named('tea?'), 1, 2, 3)
      .server('30[]', 1)
      .cut(1);
    expect(missingOnce(answered.traffic)).toContain('No answer has been lost');
    expect(missingOnce(lost().traffic)).toBe(
      '“tea?” has not been sent again: its page cannot know that it arrived.',
    );
    const kept = again().server(named('tea?'), 1, 2, 3).server('31[]', 1);
    expect(missingOnce(kept.traffic)).toContain(
      'came to page 2 twice: the server must ignore an id that it knows',
    );
    const other = again('a-2').server(named('tea?'), 1, 2, 3).server('31[]', 1);
    expect(missingOnce(other.traffic)).toContain('it must be sent again with the id that it had');
  });
});
