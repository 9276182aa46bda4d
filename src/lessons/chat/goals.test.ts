import { describe, expect, it } from 'vitest';
import { ChatRecording, threePages } from '../testing/chat-recording';
import {
  MARKUP,
  missingConnected,
  missingHeard,
  missingInert,
  missingNames,
  missingRoom,
  RAN,
} from './goals';

const said = (text: string) => `2${JSON.stringify(['message', text])}`;
const named = (name: string, text: string) => `2${JSON.stringify(['message', { name, text }])}`;

describe('three visitors', () => {
  it('are three pages whose ids the server has written', () => {
    const chat = threePages().logs('here is s1').logs('here is s2');
    expect(missingConnected(chat.traffic)).toBe(
      'Three pages are connected; the server’s console names two of their ids.',
    );
    expect(missingConnected(chat.logs('here is s3').traffic)).toBeNull();
  });

  it('are those that are there, in a server that runs', () => {
    const chat = threePages().serverStarts().logs('s1').leave(1).leave(2).leave(3).come(1).come(2).come(3);
    expect(missingConnected(chat.logs('s4 s5').traffic)).toContain('names two of their ids');
    expect(missingConnected(chat.logs('s6').traffic)).toBeNull();
    expect(missingConnected(chat.leave(1).traffic)).toBe('Two of three pages are connected.');
    expect(missingConnected(chat.serverEnds().traffic)).toContain('The server has ended: see its console');
    expect(missingHeard(chat.traffic)).toContain('The server has ended: see its console');
  });

  it('are not fewer, and no page that came twice', () => {
    expect(missingConnected(new ChatRecording().traffic)).toBe('Write both parts, then run all.');
    expect(missingConnected(new ChatRecording().logs('listening').traffic)).toBe('No page is connected.');
    const twice = new ChatRecording().come(1).come(1).come(1).logs('s1 s2 s3');
    expect(missingConnected(twice.traffic)).toBe('One of three pages is connected.');
  });
});

describe('say and hear', () => {
  it('is met when all three got it and listen', () => {
    const chat = threePages().page(1, said('Hello')).server(said('Hello'), 1, 2, 3).hears(1, 'message');
    expect(missingHeard(chat.traffic)).toBe(
      'It has reached three pages, and one of them listens to message.',
    );
    expect(missingHeard(chat.hears(2, 'message').hears(3, 'message').traffic)).toBeNull();
  });

  it('says what is missing', () => {
    expect(missingHeard(new ChatRecording().traffic)).toBe('Do the TODOs, then run all.');
    const ready = threePages().logs('listening');
    expect(missingHeard(ready.traffic)).toContain('type something in one of them');
    expect(missingHeard(threePages().page(1, '2["mesage","Hello"]').traffic)).toContain(
      'A page has emitted mesage',
    );
    expect(missingHeard(threePages().page(1, said('Hello')).traffic)).toContain(
      'which has not emitted it as a message',
    );
    const toOthers = threePages().page(1, said('Hello')).server(said('Hello'), 2, 3);
    expect(missingHeard(toOthers.traffic)).toBe('It has reached two of three pages.');
    const other = threePages().page(1, said('Hello')).server(said('Bye'), 1, 2, 3);
    expect(missingHeard(other.traffic)).toContain('which has not emitted it as a message');
  });
});

describe('markup', () => {
  const spoken = () => threePages().page(1, said(MARKUP)).server(said(MARKUP), 1, 2, 3);

  it('is inert when something else was said after it, and nothing ran', () => {
    expect(missingInert(threePages().page(1, said('<b>Hello</b>')).traffic)).toContain('Copy the line above');
    expect(missingInert(spoken().traffic)).toContain('Say something else');
    expect(missingInert(spoken().page(2, said('Hello')).traffic)).toBeNull();
  });

  it('is not when a page spoke by itself', () => {
    const ran = spoken().page(1, said(RAN)).page(2, said(RAN)).page(2, said('Hello'));
    expect(missingInert(ran.traffic)).toContain('It ran in two pages');
  });
});

describe('names', () => {
  it('come from the connections of two pages', () => {
    const chat = threePages().page(1, said('Hello')).server(named('Ada', 'Hello'), 1, 2, 3);
    expect(missingNames(chat.traffic)).toBe('Ada is heard by name. Say one more thing in that page.');
    chat.page(1, said('Well?')).server(named('Ada', 'Well?'), 1, 2, 3);
    expect(missingNames(chat.traffic)).toBe('Ada is heard by name. Now another page, with another name.');
    chat.page(2, said('Hi')).server(named('Grace', 'Hi'), 1, 2, 3);
    expect(missingNames(chat.traffic)).toBe('Grace is heard by name. Say one more thing in that page.');
    chat.page(2, said('Bye')).server(named('Grace', 'Bye'), 1, 2, 3);
    expect(missingNames(chat.traffic)).toBeNull();
  });

  it('are not what a message says of itself', () => {
    const forged = threePages().page(2, named('Ada', 'Hello')).server(named('Ada', 'Hello'), 1, 2, 3);
    expect(missingNames(forged.traffic)).toBe('What Grace said has gone out without the name.');
    const own = threePages().page(2, named('Grace', 'Hello')).server(named('Grace', 'Hello'), 1, 2, 3);
    expect(missingNames(own.traffic)).toContain('could carry any');
  });

  it('need auth, and to be told', () => {
    expect(missingNames(new ChatRecording().traffic)).toBe('Run all, and enter a name in a page.');
    expect(missingNames(new ChatRecording().come(1).page(1, said('Hello')).traffic)).toContain(
      'without a name',
    );
    const untold = threePages().page(1, said('Hello')).server(said('Hello'), 1, 2, 3);
    expect(missingNames(untold.traffic)).toBe('What Ada said has gone out without the name.');
  });
});

describe('rooms', () => {
  const joined = (...rooms: readonly string[]) => {
    const chat = threePages();
    for (const [at, room] of rooms.entries()) chat.page(at + 1, `2["join","${room}"]`);
    return chat;
  };

  it('keep a message to themselves', () => {
    const chat = joined('tea', 'tea', 'coffee').page(1, said('Hello')).server(named('Ada', 'Hello'), 1, 2);
    expect(missingRoom(chat.traffic)).toBeNull();
  });

  it('say what is missing', () => {
    expect(missingRoom(new ChatRecording().traffic)).toContain('Run all, and enter');
    expect(missingRoom(threePages().traffic)).toBe('No page has emitted join with the name of a room.');
    expect(missingRoom(joined('tea').traffic)).toBe('One of three pages has joined a room.');
    expect(missingRoom(joined('tea', 'tea', 'coffee').traffic)).toContain(
      'Now say something in the room with two pages',
    );
    const heard = (rooms: readonly string[], speaker: number, ...pages: readonly number[]) =>
      missingRoom(
        joined(...rooms)
          .page(speaker, said('Hello'))
          .server(named('Ada', 'Hello'), ...pages).traffic,
      );
    expect(heard(['tea', 'tea', 'tea'], 1, 1, 2, 3)).toContain('All three are in one room');
    expect(heard(['tea', 'tea', 'coffee'], 3, 3)).toBe('That was said where nobody else is.');
    expect(heard(['tea', 'tea', 'coffee'], 1, 1, 2, 3)).toBe('Page 3 got it too, and is in coffee.');
    expect(heard(['tea', 'tea', 'coffee'], 1)).toBe('It has reached none of the two pages in tea.');
    expect(heard(['tea', 'tea', 'coffee'], 1, 2)).toBe('It has reached one of the two pages in tea.');
  });
});
